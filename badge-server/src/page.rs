//! Answers for people: small pages in French or English, without script and without anything from elsewhere.

use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, HeaderName, VARY};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use badge_core::language::Lang;

use crate::route;

/// What this server is, and what it cannot do yet.
pub(crate) async fn home(uri: Uri, headers: HeaderMap) -> Response {
    let lang = language(&uri, &headers);
    let (title, body) = match lang {
        Lang::Fr => (
            "Serveur de badges",
            "<p>Ce serveur hébergera et vérifiera des badges numériques ouverts (Open Badges).</p>\n\
             <p>Pour l’instant, il démarre et il répond, rien de plus. Pour créer, publier ou vérifier un badge, \
             utilisez la commande <code>badge</code> : elle fonctionne sans serveur.</p>",
        ),
        Lang::En => (
            "Badge server",
            "<p>This server will host and verify Open Badges.</p>\n\
             <p>For now it starts and answers, no more. To make, publish or verify a badge, use the command \
             <code>badge</code>: it needs no server.</p>",
        ),
    };
    page(StatusCode::OK, lang, title, body)
}

/// There is nothing at this address.
pub(crate) async fn not_found(uri: Uri, headers: HeaderMap) -> Response {
    let lang = language(&uri, &headers);
    let home = route::HOME;
    let (title, body) = match lang {
        Lang::Fr => (
            "Page introuvable",
            format!("<p>Il n’y a rien à cette adresse. <a href=\"{home}\">Revenir à l’accueil</a></p>"),
        ),
        Lang::En => (
            "Page not found",
            format!("<p>There is nothing at this address. <a href=\"{home}\">Go to the first page</a></p>"),
        ),
    };
    page(StatusCode::NOT_FOUND, lang, title, &body)
}

/// A whole page. `title` and `body` are HTML of ours; nothing from outside enters.
fn page(status: StatusCode, lang: Lang, title: &str, body: &str) -> Response {
    let (other, name) = match lang {
        Lang::Fr => (Lang::En, "English"),
        Lang::En => (Lang::Fr, "Français"),
    };
    let home = route::HOME;
    let html = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>body {{ max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1.125rem/1.6 system-ui, sans-serif; \
         color: #1b1b1b; background: #fff }} a {{ color: #0b4f9e }}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n\
         <footer><p><a href=\"{home}?lang={other}\" hreflang=\"{other}\" lang=\"{other}\">{name}</a></p></footer>\n</body>\n</html>\n"
    );
    let headers: [(HeaderName, &str); 5] = [
        (CONTENT_LANGUAGE, lang.tag()),
        (VARY, "Accept-Language"),
        (HeaderName::from_static("content-security-policy"), "default-src 'none'; style-src 'unsafe-inline'"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
        (HeaderName::from_static("referrer-policy"), "no-referrer"),
    ];
    (status, headers, Html(html)).into_response()
}

/// The language of the page's own switch (`?lang=en`), else the one the browser likes best, else French.
fn language(uri: &Uri, headers: &HeaderMap) -> Lang {
    let chosen =
        uri.query().and_then(|q| q.split('&').find_map(|pair| pair.strip_prefix("lang="))).and_then(Lang::from_tag);
    let liked = || headers.get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).and_then(preferred);
    chosen.or_else(liked).unwrap_or_default()
}

/// The first of our languages by weight in an `Accept-Language` (RFC 9110, 12.5.4).
fn preferred(accept: &str) -> Option<Lang> {
    let mut best: Option<(f32, Lang)> = None;
    for range in accept.split(',').take(32) {
        let mut parts = range.split(';').map(str::trim);
        let Some(lang) = parts.next().and_then(Lang::from_tag) else { continue };
        let weight = parts.find_map(|p| p.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok()).unwrap_or(0.0);
        if weight > 0.0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_s_language_is_understood() {
        assert_eq!(preferred("en-GB,en;q=0.9,fr;q=0.8"), Some(Lang::En));
        assert_eq!(preferred("de, en;q=0.5, fr-FR;q=0.7"), Some(Lang::Fr));
        assert_eq!(preferred("fr;q=0, en;q=0.1"), Some(Lang::En));
        assert_eq!(preferred("fra, de;q=x, *"), None);
        assert_eq!(preferred(""), None);
    }

    #[test]
    fn the_switch_wins() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, "fr".parse().unwrap());
        assert_eq!(language(&Uri::from_static("/?a=b&lang=en"), &headers), Lang::En);
        assert_eq!(language(&Uri::from_static("/?lang=xx"), &headers), Lang::Fr);
        assert_eq!(language(&Uri::from_static("/"), &HeaderMap::new()), Lang::Fr);
    }
}
