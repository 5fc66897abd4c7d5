//! The use-cases, free of HTTP: values in, values out. Handlers (`page`, `api`, `public`) call them and nothing below.

pub(crate) mod accounts;
pub(crate) mod achievements;
pub(crate) mod acts;
pub(crate) mod aside;
pub(crate) mod at;
pub(crate) mod award;
pub(crate) mod awarding;
pub(crate) mod awards;
pub(crate) mod away;
pub(crate) mod backup;
pub(crate) mod batches;
pub(crate) mod bulk;
pub(crate) mod by_hand;
pub(crate) mod catalogue;
pub(crate) mod changes;
pub(crate) mod consent;
pub(crate) mod demo;
pub(crate) mod desk;
pub(crate) mod doctor;
pub(crate) mod drawing;
pub(crate) mod drawn;
pub(crate) mod endorsing;
pub(crate) mod export;
pub(crate) mod folder;
pub(crate) mod holders;
pub(crate) mod hooks;
pub(crate) mod import;
pub(crate) mod kept;
pub(crate) mod letters;
pub(crate) mod logo;
pub(crate) mod outside;
pub(crate) mod paging;
pub(crate) mod password;
pub(crate) mod persons;
pub(crate) mod places;
pub(crate) mod presses;
pub(crate) mod problem;
pub(crate) mod programs;
pub(crate) mod published;
pub(crate) mod readdress;
pub(crate) mod refusing;
pub(crate) mod relief;
pub(crate) mod removing;
pub(crate) mod reseal;
pub(crate) mod revoking;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod spots;
pub(crate) mod status;
pub(crate) mod table;
pub(crate) mod team;
pub(crate) mod texts;
pub(crate) mod tokens;
pub(crate) mod turns;
pub(crate) mod verify;
pub(crate) mod waiting;
pub(crate) mod welcome;
pub(crate) mod wish;

// What handlers pass on and show. They make no query: only the use-cases do.
pub(crate) use crate::storage::{
    Actor, BatchRow, Delivery, PlaceId, Reading, StorageError, StoredAnswer, StoredBatch, StoredHook, StoredToken,
    Wanted, Writing,
};
