//! Mail to the people of a place: who is to be told what, the message, the server, and one round of sending.

pub(crate) mod compose;
mod gather;
mod password;
mod round;
pub(crate) mod server;
mod templates;

pub(crate) use compose::Desk;
pub(crate) use gather::{Selection, gather};
pub(crate) use password::{password, stored as stored_password};
pub(crate) use round::{Cuts, Round, Told};
pub(crate) use templates::{
    has_own as has_own_template, path_of_text as template_path, templates, unread as unread_templates, unread_message,
    write_templates,
};
