//! The fields of a JSON object, taken one by one, so that every fault is found and unknown fields are kept.

use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::Fault;

/// An object's fields that were not yet taken, in their order, each still as its JSON.
pub struct Fields<'a> {
    at: String,
    entries: Vec<(Cow<'a, str>, &'a RawValue)>,
}

impl<'a> Fields<'a> {
    /// The fields of an object that stands at the path `at` (empty for the outermost).
    /// A value of another type is a fault, and so is a field that is written twice.
    pub fn of(json: &'a str, at: &str, faults: &mut Vec<Fault>) -> Option<Self> {
        match serde_json::from_str::<Entries<'_>>(json) {
            Ok(Entries(entries)) => Some(Self::new(entries, at, faults)),
            Err(error) => {
                faults.push(Fault::new(place(at, ""), plain(&error), "write an object: { … }"));
                None
            }
        }
    }

    /// Fields that were read already.
    pub fn new(mut entries: Vec<(Cow<'a, str>, &'a RawValue)>, at: &str, faults: &mut Vec<Fault>) -> Self {
        let mut seen = std::collections::HashSet::new();
        entries.retain(|(name, _)| {
            let first = seen.insert(name.clone());
            if !first {
                faults.push(Fault::new(place(at, name), "is written twice", "keep one"));
            }
            first
        });
        Self { at: at.to_owned(), entries }
    }

    /// The path of a field.
    #[must_use]
    pub fn path(&self, name: &str) -> String {
        place(&self.at, name)
    }

    /// Takes a field as its JSON, if it is there and not null.
    pub fn raw(&mut self, name: &str) -> Option<&'a RawValue> {
        let found = self.entries.iter().position(|(entry, _)| entry == name)?;
        Some(self.entries.remove(found).1).filter(|raw| raw.get() != "null")
    }

    /// Takes a field; a wrong type is a fault.
    pub fn take<T: Deserialize<'a>>(&mut self, name: &str, faults: &mut Vec<Fault>) -> Option<T> {
        let raw = self.raw(name)?;
        self.typed(name, raw, faults)
    }

    /// Takes a field that must be there.
    pub fn need<T: Deserialize<'a>>(&mut self, name: &str, faults: &mut Vec<Fault>) -> Option<T> {
        let Some(raw) = self.raw(name) else {
            faults.push(Fault::new(self.path(name), "is missing", format!("add \"{name}\"")));
            return None;
        };
        self.typed(name, raw, faults)
    }

    /// A list of objects that was taken, each with its path.
    #[must_use]
    pub fn list(&self, name: &str, items: Option<Vec<&'a RawValue>>) -> Vec<(String, &'a str)> {
        let path = self.path(name);
        let items = items.unwrap_or_default().into_iter().enumerate();
        items.map(|(n, raw)| (format!("{path}[{n}]"), raw.get())).collect()
    }

    /// What was not taken.
    #[must_use]
    pub fn rest(self) -> Map<String, Value> {
        let value = |raw: &RawValue| serde_json::from_str(raw.get()).unwrap_or_default(); // was read as JSON before
        self.entries.into_iter().map(|(name, raw)| (name.into_owned(), value(raw))).collect()
    }

    fn typed<T: Deserialize<'a>>(&self, name: &str, raw: &'a RawValue, faults: &mut Vec<Fault>) -> Option<T> {
        let read = serde_json::from_str(raw.get());
        read.map_err(|error| faults.push(Fault::new(self.path(name), plain(&error), "give it the right type"))).ok()
    }
}

fn place(at: &str, name: &str) -> String {
    match (at, name) {
        ("", "") => "the outermost value".to_owned(),
        ("", name) => name.to_owned(),
        (at, "") => at.to_owned(),
        (at, name) => format!("{at}.{name}"),
    }
}

/// A type error without its line and column, which count from the value's own start.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ").map_or_else(|| text.clone(), |end| text[..end].to_owned())
}

/// An object's fields as they stand.
pub struct Entries<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(name) = map.next_key::<Name<'de>>()? {
                    entries.push((name.0, map.next_value()?));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

/// A field's name, borrowed where it is written without escapes.
#[derive(Deserialize)]
pub struct Name<'a>(#[serde(borrow)] pub Cow<'a, str>);
