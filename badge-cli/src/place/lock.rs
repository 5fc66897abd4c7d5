//! One writer at a time. The lock belongs to the process: when it dies, however it dies, the lock is gone.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::disk;
use crate::error::Failure;
use crate::message::msg;
use crate::printer::Printer;

/// Held as long as it lives.
#[derive(Debug)]
pub(crate) struct Lock(#[allow(dead_code, reason = "the open file is the lock")] File);

impl Lock {
    /// Takes the lock if nobody has it.
    pub(crate) fn try_take(path: &Path) -> Result<Option<Self>, Failure> {
        disk::make_folder(&disk::parent(path))?;
        let cannot = |e| Failure::io(msg!("file-unwritable", path = path), path, e);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(e)) => Err(cannot(e)),
        }
    }

    /// Waits for the lock, and says so when it has to wait.
    pub(crate) fn take(path: &Path, printer: &Printer) -> Result<Self, Failure> {
        disk::make_folder(&disk::parent(path))?;
        let cannot = |e| Failure::io(msg!("file-unwritable", path = path), path, e);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                printer.note(&msg!("lock-waiting"));
                file.lock().map_err(cannot)?;
            }
            Err(TryLockError::Error(e)) => return Err(cannot(e)),
        }
        Ok(Self(file))
    }
}
