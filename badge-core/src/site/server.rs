//! What a web server has to be told: no listings, the right types, and that anybody's verifier may read.

use super::input::Site;

/// A type that a server would not guess.
pub(super) struct Rule {
    /// The folder, with its slash; empty for the base. An achievement may be called `did`.
    pub(super) folder: &'static str,
    /// The file's name, as a regular expression that both servers read.
    pub(super) name: &'static str,
    pub(super) media_type: &'static str,
}

const fn rule(folder: &'static str, name: &'static str, media_type: &'static str) -> Rule {
    Rule { folder, name, media_type }
}

/// The types of `place::documents`; every other `.json` is linked data.
const RULES: [Rule; 8] = [
    rule("", r"did\.json", "application/did+ld+json"),
    rule("", r"jwks\.json", "application/jwk-set+json"),
    rule(".well-known/", r"did\.json", "application/did+ld+json"),
    rule(".well-known/", r"jwks\.json", "application/jwk-set+json"),
    rule("keys/", r"[A-Za-z0-9_-]+\.json", "application/jwk+json"),
    // K-20: what OB 3.0 asks for. A status list is a credential too.
    rule("status/", r"[0-9]+\.json", "application/vc+ld+json"),
    rule("b/", r"credential\.json", "application/vc+ld+json"),
    rule("e/", r"endorsement\.json", "application/vc+ld+json"),
];

pub(super) const LINKED_DATA: &str = "application/ld+json";

/// The rules that concern a site: only a whole host has `.well-known`, and then its DID document lies there.
pub(super) fn rules(site: &Site) -> impl Iterator<Item = &'static Rule> {
    let whole_host = site.base.as_ref().is_some_and(|base| base.is_host_root());
    RULES.iter().filter(move |rule| whole_host || rule.folder != ".well-known/")
}

/// `.htaccess` of the base and of its folders, for Apache: most shared hosting reads them without being asked.
pub(super) fn apache(site: &Site) -> Vec<(String, String)> {
    let mut base = format!(
        "# Written by the same command as the pages. No folder is listed: a badge's address is known to whom it concerns.\n\
         <IfModule mod_autoindex.c>\n  Options -Indexes\n</IfModule>\n\
         DirectoryIndex index.html\nAddDefaultCharset utf-8\nAddType image/svg+xml .svg\n\
         AddType {LINKED_DATA} .json\nAddType text/plain .jws\nErrorDocument 404 {}/404.html\n",
        path_of(site)
    );
    base.push_str(
        "<IfModule mod_headers.c>\n  Header set X-Content-Type-Options nosniff\n  Header set Referrer-Policy no-referrer\n  \
         # Verifiers that run in a browser may read what is public.\n  \
         <FilesMatch \"\\.(json|jws|png|svg)$\">\n    Header set Access-Control-Allow-Origin \"*\"\n  </FilesMatch>\n\
         </IfModule>\n",
    );
    let mut files = vec![(String::new(), base)];
    for Rule { folder, name, media_type } in rules(site) {
        let text = format!("<FilesMatch \"^{name}$\">\n  ForceType {media_type}\n</FilesMatch>\n");
        match files.iter_mut().find(|(of, _)| of == folder) {
            Some((_, file)) => file.push_str(&text),
            None => files.push(((*folder).to_owned(), text)),
        }
    }
    // What the base says of its own files does not hold for achievements of the same name.
    files.push((
        "achievements/".to_owned(),
        format!("<FilesMatch \"\\.json$\">\n  ForceType {LINKED_DATA}\n</FilesMatch>\n"),
    ));
    files.into_iter().map(|(folder, text)| (format!("{folder}.htaccess"), text)).collect()
}

/// `nginx.conf`: the same, to be included in a `server` block whose `root` is set.
pub(super) fn nginx(site: &Site) -> String {
    let path = path_of(site);
    let mut out = format!(
        "# Include this file in the server block that serves these pages, after its root:\n\
         #   root /path/to/the/published/folder;   (the folder that holds index.html{})\n\
         location {path}/ {{\n  autoindex off;\n  index index.html;\n  charset utf-8;\n  error_page 404 {path}/404.html;\n  \
         add_header X-Content-Type-Options nosniff always;\n  add_header Referrer-Policy no-referrer always;\n  \
         # Verifiers that run in a browser may read what is public.\n  \
         add_header Access-Control-Allow-Origin \"*\" always;\n",
        if path.is_empty() { String::new() } else { format!(", without its own {path}") },
    );
    // The types are emptied, so that the default one is used. The first rule that fits counts.
    let all = rules(site).map(|r| {
        let token = if r.folder == "b/" { "[0-9a-f]+/" } else { "" };
        (format!("{}{token}{}", r.folder.replace('.', r"\."), r.name), r.media_type)
    });
    for (name, media_type) in all.chain([(r".+\.json".to_owned(), LINKED_DATA), (r".+\.jws".to_owned(), "text/plain")])
    {
        out.push_str(&format!("  location ~ \"^{path}/{name}$\" {{ types {{ }} default_type {media_type}; }}\n"));
    }
    out.push_str("}\n");
    out
}

/// The path of the base: empty, or `/le-dome`.
fn path_of(site: &Site) -> String {
    let base = site.base.as_ref().map_or("", |b| b.base());
    let rest = base.split_once("//").map_or("", |(_, rest)| rest);
    rest.split_once('/').map_or(String::new(), |(_, path)| format!("/{path}"))
}
