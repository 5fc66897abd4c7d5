//! What lies beside the database: pictures, files and whatever else is found by its digest.

use super::*;

on_both!(an_object_is_there_until_it_is_removed,);

async fn an_object_is_there_until_it_is_removed(storage: Storage) {
    let objects = &storage.objects;
    for bytes in [Vec::new(), vec![7; 3_000_000]] {
        let digest = objects.put(PlaceId(3), bytes.clone()).await.unwrap();
        assert_eq!(objects.put(PlaceId(3), bytes.clone()).await.unwrap(), digest, "a second time does no harm");
        assert_eq!(objects.get(PlaceId(3), &digest).await.unwrap(), Some(bytes));
        assert_eq!(objects.get(PlaceId(4), &digest).await.unwrap(), None);
        objects.remove(PlaceId(3), &digest).await.unwrap();
        assert_eq!(objects.get(PlaceId(3), &digest).await.unwrap(), None);
        objects.remove(PlaceId(3), &digest).await.unwrap();
    }
    objects.check().await.unwrap();
    let there = objects.put(PlaceId(3), vec![1]).await.unwrap();
    // One that is there already, one twice, and one that is empty: each has its name, in their order.
    let many: Vec<Vec<u8>> = vec![vec![2], vec![1], Vec::new(), vec![2], vec![3]];
    let digests = objects.put_all(PlaceId(3), many.clone()).await.unwrap();
    assert_eq!((digests.len(), &digests[1], &digests[0]), (5, &there, &digests[3]));
    for (digest, bytes) in digests.iter().zip(many) {
        assert_eq!(objects.get(PlaceId(3), digest).await.unwrap(), Some(bytes));
    }
    assert!(objects.put_all(PlaceId(3), Vec::new()).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_object_that_was_changed_is_never_given_out() {
    let dir = tempfile::tempdir().unwrap();
    let objects = Objects::folder(dir.path());
    let digest = objects.put(PlaceId(1), b"picture".to_vec()).await.unwrap();
    assert_eq!(objects.put(PlaceId(1), b"picture".to_vec()).await.unwrap(), digest);
    std::fs::write(dir.path().join("1").join(&digest[..2]).join(&digest), "changed").unwrap();
    assert!(matches!(objects.get(PlaceId(1), &digest).await, Err(StorageError::Damaged { .. })));
    assert_eq!(objects.get(PlaceId(1), &"0".repeat(64)).await.unwrap(), None);
}

#[tokio::test]
async fn nothing_of_what_was_put_is_half_there() {
    let dir = tempfile::tempdir().unwrap();
    let objects = Objects::folder(dir.path());
    let digests = objects.put_all(PlaceId(1), (0..40_u8).map(|n| vec![n]).collect()).await.unwrap();
    let folders = std::fs::read_dir(dir.path().join("1")).unwrap().map(|folder| folder.unwrap().path());
    let names = folders.flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()));
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    let mut expected = digests;
    names.sort();
    expected.sort();
    assert_eq!(names, expected, "and no other file is left");
    // Where one of them cannot be put, none of them is said to be.
    std::fs::write(dir.path().join("2"), "in the way").unwrap();
    assert!(matches!(objects.put_all(PlaceId(2), vec![vec![1]]).await, Err(StorageError::File { .. })));
}

#[cfg(feature = "s3")]
#[tokio::test]
async fn a_store_that_does_not_answer_is_waited_for_and_told() {
    let Some(mut store) = crate::testing::store::Store::start() else { return };
    let objects = Objects::bucket(&store.shelf()).unwrap();
    let digest = objects.put(PlaceId(1), b"picture".to_vec()).await.unwrap();
    store.is_down(true);
    let refused = objects.get(PlaceId(1), &digest).await.unwrap_err();
    let told = crate::causes(&refused);
    assert!(told.contains("503") && !told.contains("X-Amz") && !told.contains("test-secret"), "{told}");
    assert!(objects.put(PlaceId(1), b"other".to_vec()).await.is_err());
    let waiting = tokio::spawn({
        let (objects, digest) = (objects.clone(), digest.clone());
        async move { objects.get(PlaceId(1), &digest).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    store.is_down(false);
    assert_eq!(waiting.await.unwrap().unwrap().as_deref(), Some(&b"picture"[..]), "a moment passes unnoticed");
    drop(store);
    let gone = crate::causes(&objects.get(PlaceId(1), &digest).await.unwrap_err());
    assert!(gone.contains("cannot be reached") && !gone.contains("X-Amz"), "{gone}");
}
