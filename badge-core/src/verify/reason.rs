//! Why a check failed or warns. Reasons carry data, never a sentence: the words live in `message`.

mod content;
mod standing;

use content::content;
use standing::standing;

use crate::time::Timestamp;

/// Makes the type out of the lists, which lie in files of their own: each hands what it has to the next.
macro_rules! reasons {
    ([] $($(#[doc = $doc:literal])+ $name:ident = $id:literal $({ $($(#[doc = $fdoc:literal])+ $field:ident: $ty:ty),+ $(,)? })?;)+) => {
        /// Why a check failed or warns, with its data.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[doc = $doc])+ $name $({ $($(#[doc = $fdoc])+ $field: $ty),+ })?,)+
        }

        impl Reason {
            /// Every id, for those who write the words.
            pub const IDS: &'static [&'static str] = &[$($id,)+];

            /// The permanent id, in kebab case: `expired`.
            #[must_use]
            pub const fn id(&self) -> &'static str {
                match self { $(Self::$name $({ $($field: _),+ })? => $id,)+ }
            }

            /// Its data, by name, as text.
            #[must_use]
            pub fn args(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$name $({ $($field),+ })? => vec![$($((stringify!($field), $field.to_string())),+)?],)+
                }
            }
        }
    };
}

content! { [standing reasons] }

impl Reason {
    /// The id as a code is written: `signature_mismatch`.
    #[must_use]
    pub fn code(&self) -> String {
        self.id().replace('-', "_")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_id_with_other_dashes() {
        let reason = Reason::SignatureMismatch;
        assert_eq!((reason.id(), reason.code().as_str()), ("signature-mismatch", "signature_mismatch"));
    }
}
