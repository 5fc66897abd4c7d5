//! The password of the mail server: from `BADGE_SMTP_PASSWORD`, a file that nobody else may read, or typed.

use badge_core::place::MailSettings;
use zeroize::Zeroizing;

use crate::command::Context;
use crate::error::Failure;
use crate::message::msg;
use crate::passphrase::can_ask;
use crate::place::{Folder, disk};

/// The password, where somebody signs in.
///
/// # Errors
/// When there is none to be had, or when its file may be read by others.
pub(crate) fn password(
    settings: &MailSettings,
    folder: &Folder,
    cx: &Context,
) -> Result<Option<Zeroizing<String>>, Failure> {
    let Some(user) = &settings.user else { return Ok(None) };
    if let Some(secret) = stored(settings, folder)? {
        return Ok(Some(secret));
    }
    if !can_ask() || cx.settings.json {
        return Err(Failure::new(msg!("smtp-password-needed", user = user)));
    }
    let prompt = format!("{} ", cx.printer.words().say(&msg!("smtp-password-prompt", user = user)));
    match rpassword::prompt_password(prompt) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(e) => Err(Failure::new(msg!("smtp-password-unread")).because(crate::error::Cause::Io(e))),
    }
}

/// The password that need not be asked for; `None` where it has to be.
///
/// # Errors
/// When its file cannot be read, may be read by others, or holds nothing.
pub(crate) fn stored(settings: &MailSettings, folder: &Folder) -> Result<Option<Zeroizing<String>>, Failure> {
    match std::env::var("BADGE_SMTP_PASSWORD") {
        Ok(text) => return Ok(Some(Zeroizing::new(text))),
        Err(std::env::VarError::NotUnicode(_)) => return Err(Failure::new(msg!("smtp-password-unread"))),
        Err(std::env::VarError::NotPresent) => {}
    }
    if let Some(name) = &settings.password_file {
        let path = folder.root().join(name);
        let text = Zeroizing::new(disk::read_text(&path)?);
        #[cfg(unix)]
        {
            let mode = path.metadata().map(|m| std::os::unix::fs::PermissionsExt::mode(&m.permissions()));
            if mode.is_ok_and(|mode| mode & 0o077 != 0) {
                return Err(Failure::new(msg!("smtp-password-open", path = &path)).at(&path));
            }
        }
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Err(Failure::new(msg!("smtp-password-empty", path = &path)).at(&path));
        }
        return Ok(Some(Zeroizing::new(text.to_owned())));
    }
    Ok(None)
}
