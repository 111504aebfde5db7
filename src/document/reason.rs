use std::fmt;

macro_rules! reasons {
    ($($reason:ident, $name:literal, $why:literal;)*) => {
        /// Why something in a file is no content.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason {
            $(#[doc = $why] $reason,)*
        }

        impl Reason {
            /// Every reason there is.
            pub const ALL: &[Self] = &[$(Self::$reason,)*];

            /// Its short name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$reason => $name,)* }
            }

            /// What it says, in a line.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$reason => $why,)* }
            }
        }
    };
}

reasons! {
    ByteOrderMark, "byte order mark", "The sign that tells the file's encoding.";
    Address, "address", "A web address that stands alone or was glued to the front of the text.";
    Prompt, "prompt", "A question that the page puts to its reader.";
    Advert, "advert", "An advertisement, or the place for one.";
    Navigation, "navigation", "A menu or a link to another place of the page or site.";
    Placeholder, "placeholder", "A place held for something that the page never filled in.";
    Share, "share", "A button or link that shares the page.";
    Search, "search", "The page's search field.";
    Subscribe, "subscribe", "An invitation to subscribe, sign in or sign up.";
    Cookies, "cookies", "A notice about cookies.";
    Copyright, "copyright", "A copyright or licence line.";
    Tagline, "tagline", "A line that names the site the page is from.";
    RepeatedTitle, "repeated title", "The document's title once more.";
    Image, "image", "The name of an image file.";
    Thumbnail, "thumbnail", "A message in place of an image that could not be shown.";
    Caption, "caption", "The caption of an image.";
    Notice, "notice", "A notice to the page's editors.";
    Disclaimer, "disclaimer", "A disclaimer about the whole site.";
    Credits, "credits", "Credits for images and templates.";
    Contributors, "contributors", "A list of those who worked on the page.";
    Footer, "footer", "Part of the page's footer.";
    Links, "links", "Links to other pages.";
    Reference, "reference", "A reference to a source.";
    Edited, "edited", "The date the page was last edited.";
    PageNumber, "page number", "The number of a printed page.";
    Markup, "markup", "Signs that mark the text up and are no words of it.";
    Code, "code", "Program code or what a program printed.";
    Script, "script", "A script or style sheet.";
    Form, "form", "A form, or a part of one.";
    Template, "template", "A template of a wiki, or a sentence that is not whole without one.";
    Metadata, "metadata", "What a file says about itself.";
    Outside, "outside", "Outside of the main part of its page.";
    Hidden, "hidden", "Hidden on the page, or deleted.";
    RunningHead, "running head", "A head or foot line that every page has.";
    Rule, "rule", "A line drawn with signs.";
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
