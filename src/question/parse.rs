//! A question from its JSON, with every fault that its types show.

use super::fields::Fields;
use super::{Choice, Citation, Fault, Parts};

pub(super) fn question(json: &str) -> Result<Parts, Vec<Fault>> {
    let mut faults = Vec::new();
    let parts = parts(json, &mut faults);
    match parts {
        Some(parts) if faults.is_empty() => Ok(parts),
        Some(parts) => {
            faults.extend(super::faults_of(&parts));
            Err(faults)
        }
        None => Err(faults),
    }
}

fn parts(json: &str, faults: &mut Vec<Fault>) -> Option<Parts> {
    let mut fields = Fields::of(json, "", faults)?;
    let id = fields.need("id", faults);
    let topic = fields.need("topic", faults);
    let tags = fields.take("tags", faults).unwrap_or_default();
    let level = fields.take("level", faults);
    let weight = fields.take("weight", faults);
    let stem = fields.need("stem", faults);
    let choices = fields.need("choices", faults);
    let choices = fields.list("choices", choices);
    let as_of = fields.take("as_of", faults);
    let citations = fields.need("citations", faults);
    let citations = fields.list("citations", citations);
    let status = fields.take("status", faults);
    let origin = fields.take("origin", faults);
    let revision = fields.take("revision", faults);
    let allow = fields.take("allow", faults).unwrap_or_default();
    let not_with = fields.take("not_with", faults).unwrap_or_default();
    let extra = fields.rest();
    let choices = choices.into_iter().filter_map(|(at, json)| choice(&at, json, faults)).collect();
    let citations = citations.into_iter().filter_map(|(at, json)| citation(&at, json, faults)).collect();
    Some(Parts {
        id: id?,
        topic: topic?,
        tags,
        level,
        weight,
        stem: stem?,
        choices,
        as_of,
        citations,
        status,
        origin,
        revision,
        allow,
        not_with,
        extra,
    })
}

fn choice(at: &str, json: &str, faults: &mut Vec<Fault>) -> Option<Choice> {
    let mut fields = Fields::of(json, at, faults)?;
    let text = fields.need("text", faults);
    let key = fields.take("key", faults).unwrap_or_default();
    let rationale = fields.take("rationale", faults).unwrap_or_default();
    let citations = fields.take("citations", faults);
    let citations = fields.list("citations", citations);
    let extra = fields.rest();
    let citations = citations.into_iter().filter_map(|(at, json)| citation(&at, json, faults)).collect();
    Some(Choice { text: text?, key, rationale, citations, extra })
}

fn citation(at: &str, json: &str, faults: &mut Vec<Fault>) -> Option<Citation> {
    let mut fields = Fields::of(json, at, faults)?;
    let document = fields.need("document", faults);
    let exact = fields.need("exact", faults);
    let prefix = fields.take("prefix", faults);
    let suffix = fields.take("suffix", faults);
    let answer = fields.take("answer", faults).unwrap_or_default();
    Some(Citation { document: document?, exact: exact?, prefix, suffix, answer, extra: fields.rest() })
}
