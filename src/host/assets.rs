//! The pages, as they are in the program.

/// A file: the path it is asked by, its type, and its bytes.
pub struct Asset(pub &'static str, pub &'static str, pub &'static [u8]);

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const JSON: &str = "application/json";

/// The page of those who answer.
pub const PAGE: Asset = Asset("/", HTML, include_bytes!("page/page.html"));
/// The projector's page.
pub const SCREEN: Asset = Asset("/s", HTML, include_bytes!("page/screen.html"));
/// What the pages ask for.
pub const ASSETS: &[Asset] = &[
    Asset("/page.js", SCRIPT, include_bytes!("page/page.js")),
    Asset("/scenes.js", SCRIPT, include_bytes!("page/scenes.js")),
    Asset("/page.css", STYLE, include_bytes!("page/page.css")),
    Asset("/screen.js", SCRIPT, include_bytes!("page/screen.js")),
    Asset("/screen.css", STYLE, include_bytes!("page/screen.css")),
    Asset("/shared.js", SCRIPT, include_bytes!("page/shared.js")),
    Asset("/shared.css", STYLE, include_bytes!("page/shared.css")),
    Asset("/lang/en.json", JSON, include_bytes!("page/lang/en.json")),
    Asset("/lang/fr.json", JSON, include_bytes!("page/lang/fr.json")),
    Asset("/lang/es.json", JSON, include_bytes!("page/lang/es.json")),
    Asset("/lang/ar.json", JSON, include_bytes!("page/lang/ar.json")),
];
