use super::*;

fn forbidden(body: &str) -> Vec<Forbidden> {
    let image =
        format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{body}</svg>");
    sanitise_svg(image.as_bytes(), &limits()).unwrap()
}

// BAKE-20: ordinary drawings pass.
#[test]
fn bake_20_lets_drawings_through() {
    for body in [
        "<use href='#a'/><use xlink:href=' #a '/>",
        "<rect fill='url(#gradient)' style='fill: url(\"#gradient\"); opacity: .5'/>",
        "<style>/* ours */ .a { fill: red; mask: url(#m) }</style>",
        "<style><![CDATA[ .a > .b { fill: red } ]]></style>",
        "<image href='data:image/png;base64,AAAA'/>",
        "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><r:li r:resource='http://purl.org/dc/dcmitype/StillImage'/></r:RDF></metadata>",
        "<animate attributeName='opacity' to='0'/><text>onload=&quot;x&quot; javascript:</text>",
    ] {
        assert_eq!(forbidden(body), [], "{body}");
    }
}

// BAKE-20: scripts, event attributes, references out, each found where it is.
#[test]
fn bake_20_reports_what_must_not_be_served() {
    let at = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>".len();
    let reference = Forbidden::ExternalReference { at };
    let opaque = Forbidden::OpaqueStyle { at };
    for (body, expected) in [
        ("<script>alert(1)</script>", Forbidden::Script { at }),
        ("<x:SCRIPT xmlns:x='http://www.w3.org/1999/xhtml'/>", Forbidden::Script { at }),
        ("<foreignObject/>", Forbidden::Embedding { at }),
        ("<rect OnClick='x()'/>", Forbidden::EventAttribute { at }),
        ("<set attributeName='onload' to='x'/>", Forbidden::EventAttribute { at }),
        ("<set attributeName='xlink:href' to='x'/>", reference),
        ("<a href='java&#x9;script:x()'/>", reference),
        ("<animate values='java&#10;script:x()'/>", Forbidden::Script { at }),
        ("<a xlink:href='https://example.org'/>", reference),
        ("<image href='photo.png'/>", reference),
        ("<image href='data:image/svg+xml;base64,AAAA'/>", reference),
        ("<image href='data:text/html,x'/>", reference),
        ("<use href='other.svg#a'/>", reference),
        ("<g xml:base='https://example.org/'/>", reference),
        ("<rect fill='url(https://example.org/#a)'/>", reference),
        ("<rect style='fill: URL( \"//example.org\" )'/>", reference),
        ("<rect fill='u\\72l(//example.org/#a)'/>", opaque),
        ("<animate attributeName='fill' to='u\\72l(//example.org/#a)'/>", opaque),
        ("<style>@import 'a.css';</style>", reference),
        ("<style>.a { fill: url(a.svg) }</style>", reference),
        ("<style>.a { fill: u\\72l(a.svg) }</style>", opaque),
        ("<style>.a { fill: ur&#108;(a.svg) }</style>", opaque),
        ("<style>.a { background: image-set('a.png' 1x) }</style>", opaque),
        ("<style>/* a</style>", opaque),
    ] {
        assert_eq!(forbidden(body), [expected], "{body}");
    }
    let sheet = b"<?xml-stylesheet href='a.css'?><svg/>";
    assert_eq!(sanitise_svg(sheet, &limits()), Ok(vec![Forbidden::ExternalReference { at: 0 }]));
}

// BAKE-20: what cannot be read is not judged.
#[test]
fn bake_20_refuses_what_it_cannot_read() {
    for bad in [
        "<svg><g onload='x'>",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
        "<svg><g a=b/></svg>",
        "<svg><g a='&x;'/></svg>",
    ] {
        assert!(sanitise_svg(bad.as_bytes(), &limits()).is_err(), "{bad}");
    }
    assert!(sanitise_svg(&picture(), &limits()).is_err());
}
