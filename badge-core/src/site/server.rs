//! What a web server has to be told: no listings, the right types, and that anybody's verifier may read.

use super::input::Site;

/// Types that a server would not guess: a pattern for the file's name, and the type. The same table makes both files.
const TYPES: [(&str, &str); 6] = [
    // K-20: what OB 3.0 asks for. A status list is a credential too.
    (r"(credential|[0-9]+)\.json", "application/vc+ld+json"),
    (r"(assertion|issuer|revocations)\.json", "application/ld+json"),
    (r"did\.json", "application/did+json"),
    (r"jwks\.json", "application/jwk-set+json"),
    (r".+\.v2\.json", "application/ld+json"),
    (r".+\.jws", "text/plain"),
];

/// `.htaccess`, for Apache: most shared hosting reads it without being asked.
pub(super) fn apache(site: &Site) -> String {
    let mut out = String::from(
        "# Written by the same command as the pages. No folder is listed: a badge's address is known to whom it concerns.\n\
         <IfModule mod_autoindex.c>\n  Options -Indexes\n</IfModule>\n\
         DirectoryIndex index.html\nAddDefaultCharset utf-8\nAddType image/svg+xml .svg\nAddType application/json .json\n",
    );
    out.push_str(&format!("ErrorDocument 404 {}/404.html\n", path_of(site)));
    for (pattern, kind) in TYPES {
        out.push_str(&format!("<FilesMatch \"^{pattern}$\">\n  ForceType {kind}\n</FilesMatch>\n"));
    }
    out.push_str(
        "<IfModule mod_headers.c>\n  Header set X-Content-Type-Options nosniff\n  Header set Referrer-Policy no-referrer\n  \
         # Verifiers that run in a browser may read what is public.\n  \
         <FilesMatch \"\\.(json|jws|png|svg)$\">\n    Header set Access-Control-Allow-Origin \"*\"\n  </FilesMatch>\n\
         </IfModule>\n",
    );
    out
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
    for (pattern, kind) in TYPES {
        // The types are emptied, so that the default one is used.
        out.push_str(&format!("  location ~ \"/{pattern}$\" {{ types {{ }} default_type {kind}; }}\n"));
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
