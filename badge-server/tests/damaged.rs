//! A file of a place is damaged: the verbs go on past it, and name it. With the real program.

mod support;

use support::Data;

#[test]
fn what_is_damaged_is_named_and_everything_else_is_exported() {
    let data = Data::new();
    let base = format!("{}/a", data.origin());
    data.place("atelier", &base);
    let token = data.token(&base, "award");
    let mut server = data.serve();
    for to in ["lea@example.org", "max@example.org"] {
        let wish = serde_json::json!({"achievement": support::ACHIEVEMENT, "to": to});
        let (status, awarded) = server.api(&token, "POST", "awards", &wish);
        assert_eq!(status, 201, "{awarded}");
    }
    server.kill();
    let whole = data.path("whole");
    data.run(&["export", &base, whole.to_str().unwrap()]);
    let mut pictures: Vec<_> =
        std::fs::read_dir(whole.join("awards")).unwrap().map(|award| award.unwrap().path().join("badge.png")).collect();
    pictures.sort();
    let [sound, rotten] = <[_; 2]>::try_from(pictures).unwrap();
    let bytes = std::fs::read(&rotten).unwrap();
    let mut folders = vec![data.path("data/objects")];
    let mut damaged = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read(&path).unwrap() == bytes {
                std::fs::write(&path, "rotten").unwrap();
                damaged += 1;
            }
        }
    }
    assert_eq!(damaged, 1);

    let part = data.path("part");
    let done = data.program().args(["export", &base, part.to_str().unwrap()]).output().unwrap();
    let told = String::from_utf8(done.stderr).unwrap();
    let below = |path: &std::path::Path| path.strip_prefix(&whole).unwrap().to_owned();
    assert_eq!(done.status.code(), Some(2), "{told}");
    assert!(told.contains(&format!("{}: damaged", below(&rotten).display())), "{told}");
    assert!(!part.join(below(&rotten)).exists());
    assert_eq!(std::fs::read(part.join(below(&sound))).unwrap(), std::fs::read(&sound).unwrap());
    for file in ["place.toml", "register.jsonl", "people.json"] {
        assert_eq!(std::fs::read(part.join(file)).unwrap(), std::fs::read(whole.join(file)).unwrap(), "{file}");
    }
}

#[test]
fn a_file_that_is_no_database_is_called_so() {
    let data = Data::new();
    std::fs::create_dir_all(data.path("data")).unwrap();
    std::fs::write(data.path("data/badge.sqlite"), "no database, but long enough to be one. ".repeat(200)).unwrap();
    let done = data.program().arg("places").output().unwrap();
    let told = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2), "{told}");
    assert!(told.contains("not a database") && !told.contains("timed out"), "{told}");
}
