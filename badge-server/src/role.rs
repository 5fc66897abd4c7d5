//! What somebody may do in a place. One table says it; the routes name the right they need, and nothing else asks.

/// What somebody is in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Everything, and who else may do what.
    Administrator,
    /// Writes achievements.
    Author,
    /// Awards badges, and takes them back.
    Awarder,
    /// Looks.
    Reader,
}

/// What an act takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    /// To see the place from inside.
    Read,
    /// To award, revoke, reinstate and send again.
    Award,
    /// To write achievements.
    Write,
    /// To say who is in the team, and what the place is called.
    Manage,
}

impl Role {
    pub(crate) const ALL: [Self; 4] = [Self::Administrator, Self::Author, Self::Awarder, Self::Reader];

    /// Whether the role has a right.
    pub(crate) const fn may(self, right: Right) -> bool {
        matches!(
            (self, right),
            (Self::Administrator, _) | (_, Right::Read) | (Self::Author, Right::Write) | (Self::Awarder, Right::Award)
        )
    }

    /// Whether somebody with this role may all that one with the other may.
    pub(crate) fn covers(self, other: Self) -> bool {
        [Right::Read, Right::Award, Right::Write, Right::Manage]
            .into_iter()
            .all(|right| self.may(right) || !other.may(right))
    }

    /// Its name in the database, in forms, and in the ids of sentences.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Author => "author",
            Self::Awarder => "awarder",
            Self::Reader => "reader",
        }
    }

    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.tag() == tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_do_its_own_work_and_look() {
        let rights = |role: Role| {
            [Right::Read, Right::Award, Right::Write, Right::Manage].map(|right| u8::from(role.may(right)))
        };
        assert_eq!(rights(Role::Administrator), [1, 1, 1, 1]);
        assert_eq!(rights(Role::Author), [1, 0, 1, 0]);
        assert_eq!(rights(Role::Awarder), [1, 1, 0, 0]);
        assert_eq!(rights(Role::Reader), [1, 0, 0, 0]);
        for role in Role::ALL {
            assert_eq!(Role::of_tag(role.tag()), Some(role));
        }
        assert_eq!(Role::of_tag("Administrator"), None);
    }
}
