//! The people of a place: by their ids, their addresses, and words.

use super::*;

on_both!(
    people_are_found_under_every_id_they_had,
    a_mailbox_is_found_by_either_spelling,
    two_people_of_one_mailbox_are_each_found_by_their_own_spelling,
    somebody_is_found_by_words_and_forgotten_with_them,
    words_are_derived_for_people_who_were_there_before,
);

async fn people_are_found_under_every_id_they_had(storage: Storage) {
    let id = place(&storage, "https://a.example.org").await;
    let mut people = People::default();
    people.insert(token(1), Person { name: Some("Maya Ferret".into()), minor: true, ..Person::default() });
    people.insert(token(2), Person { name: Some("Tom Anglès".into()), ..Person::default() });
    people.insert(token(3), Person { email: Some("tom@example.org".into()), ..Person::default() });
    people.merge(token(2), token(3));
    let mut work = storage.write().await.unwrap();
    work.put_people(id, &people).await.unwrap();
    work.save().await.unwrap();
    let mut read = storage.read().await.unwrap();
    assert_eq!(read.people(id).await.unwrap(), people);
    let tom = read.person(id, token(2)).await.unwrap();
    assert_eq!((tom.len(), tom.ids(token(2))), (1, vec![token(3), token(2)]));
    assert_eq!(tom.get(token(2)).unwrap().name.as_deref(), Some("Tom Anglès"));
    assert!(read.person(id, token(1)).await.unwrap().get(token(1)).unwrap().minor);
    assert!(read.person(id, token(9)).await.unwrap().is_empty());
}

async fn a_mailbox_is_found_by_either_spelling(storage: Storage) {
    let id = place(&storage, "https://a.example.org").await;
    let mut people = People::default();
    for (n, email) in [(1, "max@bücher.example"), (2, "lea@xn--bcher-kva.example")] {
        people.insert(token(n), Person { email: Some(email.into()), minor: true, ..Person::default() });
    }
    let mut work = storage.write().await.unwrap();
    work.put_people(id, &people).await.unwrap();
    work.save().await.unwrap();
    let mut read = storage.read().await.unwrap();
    for (asked, n) in [
        ("max@bücher.example", 1),
        ("max@xn--bcher-kva.example", 1),
        ("lea@bücher.example", 2),
        ("lea@xn--bcher-kva.example", 2),
    ] {
        assert!(read.person_at(id, asked).await.unwrap().contains(token(n)), "{asked}");
    }
}

// Noted by a version that took the two spellings for two people: each is found by their own.
async fn two_people_of_one_mailbox_are_each_found_by_their_own_spelling(storage: Storage) {
    let id = place(&storage, "https://a.example.org").await;
    let (letters, wire) = ("max@bücher.example", "max@xn--bcher-kva.example");
    for (first, second) in [(letters, wire), (wire, letters)] {
        let mut people = People::default();
        for (n, email) in [(1, first), (2, second)] {
            people.insert(token(n), Person { email: Some(email.into()), ..Person::default() });
        }
        let mut work = storage.write().await.unwrap();
        work.erase_person(id, &[token(1), token(2)]).await.unwrap();
        work.put_people(id, &people).await.unwrap();
        work.save().await.unwrap();
        let mut read = storage.read().await.unwrap();
        for (asked, n) in [(first, 1), (second, 2)] {
            assert!(read.person_at(id, asked).await.unwrap().contains(token(n)), "{asked}");
        }
        drop(read);
        // Once the one is erased, the mailbox is the other's, by either spelling.
        let mut work = storage.write().await.unwrap();
        work.erase_person(id, &[token(1)]).await.unwrap();
        work.save().await.unwrap();
        let mut read = storage.read().await.unwrap();
        for asked in [first, second] {
            assert!(read.person_at(id, asked).await.unwrap().contains(token(2)), "{asked}");
        }
    }
}

async fn somebody_is_found_by_words_and_forgotten_with_them(storage: Storage) {
    let id = zoe(&storage).await;
    let other = place(&storage, "https://b.example.org").await;
    let mut read = storage.read().await.unwrap();
    for (text, found) in [
        ("ZO", vec![token(1), token(2)]),
        ("zoé ete", vec![token(1)]),
        ("Étéville Zoé", vec![token(1)]),
        ("example org zol", vec![token(2)]),
        ("oe", vec![]),
        ("%", vec![]),
        ("", vec![]),
    ] {
        let mut ids = read.ids_found(id, text, 10).await.unwrap().ids;
        ids.sort();
        assert_eq!(ids, found, "{text}");
        assert_eq!(read.ids_found(other, text, 10).await.unwrap().ids, [], "{text}: of another place");
    }
    // Who asks for one more than that has to know that there are others.
    let (one, all) = (read.ids_found(id, "zo", 1).await.unwrap(), read.ids_found(id, "zo", 10).await.unwrap());
    assert!(one.more && !all.more && !one.ids.is_empty(), "{one:?} {all:?}");
    assert_eq!(read.people_named(id, "ZOE D'ETEVILLE").await.unwrap().len(), 1);
    assert_eq!(read.people_named(id, "Zoé").await.unwrap().len(), 0, "a part of a name is not the name");
    drop(read);
    let mut work = storage.write().await.unwrap();
    work.erase_person(id, &[token(1)]).await.unwrap();
    work.save().await.unwrap();
    let left: Vec<(String,)> =
        sqlx::query_as("SELECT word FROM words WHERE word LIKE '%eville%'").fetch_all(&storage.pool).await.unwrap();
    assert_eq!(left, [], "nothing of a name stays behind");
}

async fn words_are_derived_for_people_who_were_there_before(storage: Storage) {
    let id = zoe(&storage).await;
    for sql in ["DELETE FROM words", "DELETE FROM derived"] {
        sqlx::query(sql).execute(&storage.pool).await.unwrap();
    }
    assert_eq!(storage.read().await.unwrap().ids_found(id, "zoe", 10).await.unwrap().ids, []);
    storage.derive_words().await.unwrap();
    assert_eq!(storage.read().await.unwrap().ids_found(id, "zoe", 10).await.unwrap().ids, [token(1)]);
    // Once for each database.
    sqlx::query("DELETE FROM words").execute(&storage.pool).await.unwrap();
    storage.derive_words().await.unwrap();
    assert_eq!(storage.read().await.unwrap().ids_found(id, "zoe", 10).await.unwrap().ids, []);
}
