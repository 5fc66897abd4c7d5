//! The register of a place, and its status lists.

use super::*;

on_both!(
    the_register_is_found_again_in_parts,
    an_entry_of_a_status_list_is_given_once,
    a_status_list_never_becomes_older,
);

async fn the_register_is_found_again_in_parts(storage: Storage) {
    let id = place(&storage, "https://a.example.org").await;
    let spot = |index| Some(StatusSpot { list: 1, index });
    let events = [
        awarded(1, spot(5), None),
        awarded(2, spot(6), None),
        awarded(3, spot(7), Some(token(2))),
        revoked(1),
        awarded(4, spot(8), None),
    ];
    append(&storage, id, &events).await.unwrap();
    let mut read = storage.read().await.unwrap();
    let one = read.register_of(id, token(1)).await.unwrap();
    assert!(matches!(one.get(token(1)).unwrap().status, AwardStatus::Revoked { .. }));
    assert_eq!(one.len(), 1, "nothing else is read for it");
    // D-10: the line of the new award is the end of the old one.
    let replaced = read.register_of(id, token(2)).await.unwrap();
    assert!(matches!(replaced.get(token(2)).unwrap().status, AwardStatus::Revoked { .. }));
    assert_eq!(replaced.successor(token(2)).unwrap().token, token(3));
    assert_eq!(read.register_of(id, token(4)).await.unwrap().get(token(4)).unwrap().status, AwardStatus::Active);
    assert!(read.register_of(id, token(9)).await.unwrap().is_empty());
    let changes = read.register_of_changes(id).await.unwrap();
    assert_eq!(changes.struck(1), [5, 6]);
    assert!(changes.get(token(4)).is_none(), "what nothing happened to is not read");
    assert_eq!(read.lists(id).await.unwrap(), 1);
    let lines = read.lines(id, 0, 3).await.unwrap();
    assert_eq!(lines.len(), 3);
    assert_eq!(format!("{}\n", lines[1].1), events[1].1);
    assert!(read.is_awarded(id, "impression-3d").await.unwrap() && !read.is_awarded(id, "autre").await.unwrap());
    assert_eq!(read.place(id).await.unwrap().unwrap().revision, 2);
}

async fn an_entry_of_a_status_list_is_given_once(storage: Storage) {
    let id = place(&storage, "https://a.example.org").await;
    let spot = Some(StatusSpot { list: 1, index: 5 });
    append(&storage, id, &[awarded(1, spot, None)]).await.unwrap();
    assert!(append(&storage, id, &[awarded(2, None, None), awarded(3, spot, None)]).await.is_err());
    assert!(append(&storage, id, &[awarded(1, None, None)]).await.is_err(), "nor a name");
    let mut read = storage.read().await.unwrap();
    assert_eq!(read.lines(id, 0, 10).await.unwrap().len(), 1, "all of it or nothing");
    assert_eq!(read.place(id).await.unwrap().unwrap().revision, 2);
}

// D-03: of two servers, the one that read the register first may sign last. It comes too late.
async fn a_status_list_never_becomes_older(storage: Storage) {
    let one = place(&storage, "https://a.example.org").await;
    let list = |upto, bytes: &[u8]| SignedList { signed: 5, until: 9, upto, bytes: bytes.to_vec() };
    let mut work = storage.write().await.unwrap();
    assert!(work.put_status_list(one, 1, &list(3, b"revoked")).await.unwrap());
    assert!(!work.put_status_list(one, 1, &list(2, b"older")).await.unwrap());
    assert_eq!(work.status_list(one, 1).await.unwrap(), Some(list(3, b"revoked")));
    assert!(work.put_status_list(one, 1, &list(3, b"renewed")).await.unwrap(), "the same, signed anew");
    assert!(work.put_status_list(one, 1, &list(4, b"newer")).await.unwrap());
    work.save().await.unwrap();
    assert_eq!(storage.read().await.unwrap().status_list(one, 1).await.unwrap(), Some(list(4, b"newer")));
}
