//! What a form sent: names and texts, bounded by the size of a request.

use axum::Form;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;

use crate::fault::Fault;
use crate::state::App;

/// The fields of a form, in their order.
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// No browser's field holds U+0000, and PostgreSQL takes no text with it.
    fn new(fields: Vec<(String, String)>) -> Result<Self, Fault> {
        if fields.iter().any(|(_, text)| text.contains('\0')) { Err(Fault::Refused) } else { Ok(Self(fields)) }
    }

    /// A field without the spaces around it; empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// All values of a field that may be there several times.
    pub(crate) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, text)| text.as_str())
    }

    /// All of them, as they were typed.
    pub(crate) fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }

    /// A field as it was typed: spaces belong to a password.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, text)| text.as_str())
    }
}

/// A form with a file. An empty one counts for nothing.
pub(crate) struct Uploaded {
    pub(crate) fields: Fields,
    /// Its name, and its bytes.
    pub(crate) file: Option<(String, Vec<u8>)>,
}

impl Uploaded {
    /// Reads a form; a file of more than `most` bytes is too large.
    pub(crate) async fn read(mut form: Multipart, most: usize) -> Result<Self, Fault> {
        let refused = |error: &axum::extract::multipart::MultipartError| {
            if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Fault::TooLarge } else { Fault::Refused }
        };
        let (mut fields, mut file) = (Vec::new(), None);
        while let Some(field) = form.next_field().await.map_err(|e| refused(&e))? {
            let (name, named) = (field.name().unwrap_or_default().to_owned(), field.file_name().map(str::to_owned));
            let bytes = field.bytes().await.map_err(|e| refused(&e))?;
            if bytes.len() > most {
                return Err(Fault::TooLarge);
            }
            match named {
                Some(named) if !bytes.is_empty() => file = Some((named, bytes.to_vec())),
                Some(_) => {}
                None => fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        Ok(Self { fields: Fields::new(fields)?, file })
    }
}

impl FromRequest<App> for Fields {
    type Rejection = Fault;
    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let form = Form::<Vec<(String, String)>>::from_request(request, app).await;
        form.map_err(|_| Fault::Refused).and_then(|Form(fields)| Self::new(fields))
    }
}
