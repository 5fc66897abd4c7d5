//! A module of the core may use those of lower layers only. This table is the architecture; the source is held
//! against it.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the core, lowest first. A module may use those of the rows above its own, and itself.
const LAYERS: &[&[&str]] = &[
    &["limits", "language", "text", "time"],
    &["json", "name"],
    &["resource", "crypto", "ld", "zip"],
    &["did", "container"],
    &["model"],
    &["compact", "proof", "status", "trust"],
    &["picture"],
    &["verify"],
    &["drive", "issue", "archive", "appendix"],
    &["place", "http"],
    &["cohort", "smtp"],
    &["message"],
    &["site", "endorsing"],
    &["paper"],
];

/// The one door out knows nothing of badges: of all that lies below it, it uses no more than this.
const HTTP_MAY_USE: &[&str] = &["drive", "resource", "json", "limits", "name", "text", "time"];

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

fn may_use(module: &str, used: &str) -> bool {
    module == used
        || match (layer_of(module), layer_of(used)) {
            (Some(own), Some(other)) => other < own && (module != "http" || HTTP_MAY_USE.contains(&used)),
            // Not a module: a macro, a constant of the crate's root.
            _ => true,
        }
}

fn core_src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../badge-core/src")
}

fn rust_files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The part of a file that is compiled into the library: unit tests may look anywhere.
fn without_tests(source: &str) -> &str {
    source.split("#[cfg(test)]").next().unwrap_or(source)
}

fn modules_named(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (line, text) in without_tests(source).lines().enumerate() {
        let code = text.split("//").next().unwrap_or("");
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list.split(',').collect(),
                None => vec![rest],
            };
            for name in names {
                let name: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if !name.is_empty() {
                    found.push((line + 1, name));
                }
            }
        }
    }
    found
}

#[test]
fn a_module_uses_lower_layers_only() {
    let mut files = Vec::new();
    rust_files(&core_src(), &mut files);
    let mut wrong = Vec::new();
    let mut looked_at = 0;
    for path in files {
        let relative = path.strip_prefix(core_src()).unwrap().to_owned();
        let first = relative.components().next().unwrap().as_os_str().to_string_lossy();
        let module = first.strip_suffix(".rs").unwrap_or(&first).to_owned();
        // A file or a folder of unit tests may look anywhere, as the tests at the end of other files may.
        let tests = relative.ends_with("tests.rs") || relative.components().any(|part| part.as_os_str() == "tests");
        if module == "lib" || module == "manual" || tests {
            continue;
        }
        if layer_of(&module).is_none() {
            wrong.push(format!("{}: the module {module} has no layer; add it to the table", relative.display()));
            continue;
        }
        looked_at += 1;
        for (line, used) in modules_named(&fs::read_to_string(&path).unwrap()) {
            if !may_use(&module, &used) {
                wrong.push(format!("{}:{line}: {module} may not use {used}", relative.display()));
            }
        }
    }
    assert!(looked_at > 10, "only {looked_at} files were found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_layers_sees_what_it_should() {
    let source = "use crate::json::Value;\nuse crate::{ld, verify::Report};\n// crate::site\nfn f() { crate::did::x() }\n#[cfg(test)]\nuse crate::place;";
    let names: Vec<String> = modules_named(source).into_iter().map(|(_, n)| n).collect();
    assert_eq!(names, ["json", "ld", "verify", "did"]);
    assert!(may_use("verify", "ld") && may_use("http", "drive"));
    assert!(!may_use("ld", "verify") && !may_use("crypto", "ld") && !may_use("http", "crypto"));
}

/// In the server, what is done knows nothing of HTTP, and what answers knows nothing of the database: `docs/server.md`.
#[test]
fn the_server_s_use_cases_know_no_http_and_its_pages_no_database() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../badge-server/src");
    let http = ["axum", "crate::page", "crate::api", "crate::public", "crate::fault", "crate::layer", "crate::visitor"];
    let below = ["crate::storage", "sqlx", "crate::keys"];
    let rules: [(&str, &[&str]); 4] = [("app", &http), ("storage", &http), ("page", &below), ("api", &below)];
    let mut wrong = Vec::new();
    for (folder, forbidden) in rules {
        let mut files = Vec::new();
        rust_files(&root.join(folder), &mut files);
        assert!(files.len() > 1, "{folder}");
        let inside = |path: &PathBuf| path.strip_prefix(&root).unwrap().iter().any(|part| part == "tests");
        for path in files.iter().filter(|path| !path.ends_with("tests.rs") && !inside(path)) {
            let source = fs::read_to_string(path).unwrap();
            let code = without_tests(&source).lines().map(|line| line.split("//").next().unwrap_or(""));
            for (line, code) in code.enumerate() {
                let used = forbidden.iter().filter(|name| code.contains(&format!("{name}::")));
                wrong.extend(used.map(|name| format!("{}:{}: {folder} may not use {name}", path.display(), line + 1)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Files of one idea each: about 200 lines, 600 needs a reason, 1,000 is refused. Tables of names are data.
#[test]
fn no_source_file_is_too_long() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for part in ["badge-core/src", "badge-cli/src", "badge-server/src", "examples", "tests"] {
        rust_files(&root.join(part), &mut files);
    }
    let long: Vec<String> = files
        .iter()
        .filter(|p| !p.to_string_lossy().contains("ld/contexts/"))
        .filter_map(|p| {
            let lines = fs::read_to_string(p).unwrap().lines().count();
            (lines > 1_000).then(|| format!("{}: {lines} lines", p.display()))
        })
        .collect();
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}
