//! The routes of the API, and the document (OpenAPI 3.1) that is made from them: none can be in one and not in the
//! other. With a page for people to read it; nothing of it comes from elsewhere.

use std::fmt::Write as _;
use std::sync::OnceLock;

use askama::filters::{Escaper as _, Html};
use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{achievements, awards, batches, endorsements, hooks, people, pictures, verify};
use crate::state::App;

/// Where the document is.
pub(crate) const DOCUMENT: &str = "/api/v1/openapi.json";
/// The page that shows it.
pub(crate) const PAGE: &str = "/api/v1/";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "badge-server",
        description = "Awards, looks up and takes back Open Badges of one place. The token says which place: \
                       `badge-server token new PLACE --scope award`. Faults are problem documents (RFC 9457)."
    ),
    paths(verify::judge),
    modifiers(&Token),
    tags(
        (name = "awards", description = "Badges that were given to people"),
        (name = "batches", description = "Many awards at once, made in the background"),
        (name = "webhooks", description = "Programs that are told what happens (Standard Webhooks)"),
        (name = "achievements", description = "What can be awarded"),
        (name = "endorsements", description = "What other places say of this one, and what it says of theirs"),
        (name = "people", description = "What is held on somebody"),
        (name = "verify", description = "Whether a badge holds; for everybody, without a token")
    )
)]
struct Described;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
            "A token of the place. Its scopes are read, award, revoke, people, endorse and admin, which includes all others.",
        ));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(http.build()));
    }
}

/// The routes, and what describes them.
pub(crate) fn router() -> (Router<App>, utoipa::openapi::OpenApi) {
    let (router, document) = OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(awards::create, awards::list))
        .routes(routes!(awards::get))
        .routes(routes!(awards::revoke))
        .routes(routes!(awards::reinstate))
        .routes(routes!(achievements::list, achievements::create))
        .routes(routes!(achievements::get, achievements::change))
        .routes(routes!(pictures::get, pictures::change))
        .routes(routes!(batches::create))
        .routes(routes!(batches::get))
        .routes(routes!(endorsements::list, endorsements::give))
        .routes(routes!(endorsements::bring))
        .routes(routes!(endorsements::check))
        .routes(routes!(endorsements::accept))
        .routes(routes!(endorsements::refuse))
        .routes(routes!(endorsements::remove))
        .routes(routes!(endorsements::withdraw))
        .routes(routes!(endorsements::reinstate))
        .routes(routes!(hooks::create, hooks::list))
        .routes(routes!(hooks::end))
        .routes(routes!(hooks::deliveries))
        .routes(routes!(hooks::again))
        .routes(routes!(people::export))
        .routes(routes!(people::erase))
        .routes(routes!(people::consent))
        .routes(routes!(people::withdraw))
        .split_for_parts();
    (router.route(DOCUMENT, get(document_json)).route(PAGE, get(page)), document)
}

/// The document as JSON, made once.
pub(crate) fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let (_, document) = router();
        // A value of our own types can always be written.
        serde_json::to_string_pretty(&document).unwrap_or_default()
    })
}

async fn document_json() -> Response {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "public, max-age=300")], text()).into_response()
}

async fn page() -> Response {
    static HTML: OnceLock<String> = OnceLock::new();
    let html = HTML.get_or_init(|| shown(&serde_json::from_str(text()).unwrap_or_default()));
    let policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=300"),
        (axum::http::header::CONTENT_SECURITY_POLICY, policy),
    ];
    (headers, html.as_str()).into_response()
}

/// The document as a page: each operation with its members, each schema once.
fn shown(document: &Value) -> String {
    let mut out = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>API</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"stylesheet\" href=\"/assets/style.css\">\
         </head><body><main id=\"main\"><h1>API</h1>",
    );
    paragraph(&mut out, &document["info"]["description"]);
    out.push_str("<p><a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a></p><h2>Addresses</h2>");
    for (path, operations) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in operations.as_object().into_iter().flatten() {
            let id = escaped(operation["operationId"].as_str().unwrap_or_default());
            let head = escaped(&format!("{} {path}", method.to_uppercase()));
            let _ = write!(out, "<section id=\"{id}\"><h3><code>{head}</code></h3>");
            paragraph(&mut out, &operation["summary"]);
            paragraph(&mut out, &operation["description"]);
            for need in operation["security"].as_array().into_iter().flatten() {
                let scopes: Vec<&str> =
                    need["token"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                let _ = write!(out, "<p>Scope: <code>{}</code></p>", escaped(&scopes.join(" ")));
            }
            out.push_str("<ul>");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                item(&mut out, parameter["name"].as_str().unwrap_or_default(), &parameter["description"]);
            }
            for content in operation["requestBody"]["content"].as_object().into_iter().flatten() {
                let _ = write!(out, "<li>{}: {}</li>", escaped(content.0), link(&content.1["schema"]));
            }
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                let schema = response["content"].as_object().into_iter().flatten().next();
                let schema = schema.map(|(_, content)| link(&content["schema"])).unwrap_or_default();
                let said = escaped(response["description"].as_str().unwrap_or_default());
                let _ = write!(out, "<li><strong>{}</strong> {said} {schema}</li>", escaped(status));
            }
            out.push_str("</ul></section>");
        }
    }
    out.push_str("<h2>Values</h2>");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        let _ = write!(out, "<section id=\"{0}\"><h3><code>{0}</code></h3>", escaped(name));
        paragraph(&mut out, &schema["description"]);
        out.push_str("<ul>");
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (member, what) in schema["properties"].as_object().into_iter().flatten() {
            let needed = if required.contains(&member.as_str()) { " *" } else { "" };
            item(&mut out, &format!("{member}{needed}"), &what["description"]);
        }
        out.push_str("</ul></section>");
    }
    out.push_str("</main></body></html>");
    out
}

fn paragraph(out: &mut String, text: &Value) {
    if let Some(text) = text.as_str() {
        let _ = write!(out, "<p>{}</p>", escaped(text));
    }
}

fn item(out: &mut String, name: &str, text: &Value) {
    let _ = write!(out, "<li><code>{}</code> {}</li>", escaped(name), escaped(text.as_str().unwrap_or_default()));
}

/// A link to the schema that is meant.
fn link(schema: &Value) -> String {
    let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) else {
        return String::new();
    };
    format!("<a href=\"#{0}\">{0}</a>", escaped(name))
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    // Writing into a text cannot fail.
    let _ = Html.write_escaped_str(&mut out, text);
    out
}
