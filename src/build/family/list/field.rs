//! What people do for a living, by the words of what is said of them: among people of its own field a calling is no
//! give-away.

/// Fields, each with the words that tell of it.
#[rustfmt::skip] // a list is read by its rows
const FIELDS: &[&[&str]] = &[
    // armed forces
    &["admiral", "army", "brigadier", "captain", "colonel", "combat", "commander", "general", "lieutenant", "lieutenant-colonel",
      "major", "major-general", "lieutenant-general", "marine", "marines", "marshal", "military", "navy", "officer", "sergeant",
      "soldier", "veteran"],
    // diplomacy
    &["ambassador", "consul", "delegate", "diplomat", "diplomatic", "envoy", "negotiator", "representative", "under-secretary-general",
      "assistant-secretary-general", "secretary-general"],
    // politics and government
    &["chancellor", "congressman", "governor", "mayor", "minister", "politician", "premier", "president", "senator", "servant",
      "statesman"],
    // law
    &["attorney", "barrister", "judge", "jurist", "justice", "lawyer", "notary", "prosecutor", "solicitor"],
    // writing
    &["author", "biographer", "critic", "editor", "essayist", "journalist", "novelist", "playwright", "poet", "translator", "writer"],
    // science
    &["astronomer", "astronaut", "botanist", "chemist", "economist", "engineer", "geographer", "geologist", "historian", "inventor",
      "linguist", "mathematician", "philosopher", "physicist", "professor", "psychologist", "researcher", "scholar", "scientist",
      "zoologist"],
    // medicine
    &["doctor", "nurse", "physician", "psychiatrist", "surgeon"],
    // sport
    &["athlete", "boxer", "champion", "coach", "cricketer", "cyclist", "footballer", "golfer", "medallist", "player", "runner",
      "swimmer"],
    // art, music and the stage
    &["actor", "actress", "architect", "artist", "comedian", "composer", "conductor", "dancer", "designer", "guitarist", "musician",
      "painter", "photographer", "pianist", "producer", "sculptor", "singer"],
    // the church
    &["archbishop", "bishop", "cardinal", "missionary", "pope", "priest", "rabbi", "theologian"],
    // trade
    &["banker", "businessman", "businesswoman", "entrepreneur", "financier", "industrialist", "manager", "merchant"],
];

/// Whether two texts tell of one field.
pub(super) fn share(one: &str, other: &str) -> bool {
    let words = |text: &str| super::role::words(text).collect::<Vec<_>>();
    let (one, other) = (words(one), words(other));
    let tells = |words: &[String], field: &[&str]| words.iter().any(|word| field.contains(&word.as_str()));
    FIELDS.iter().any(|field| tells(&one, field) && tells(&other, field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_of_one_field_are_known_by_their_callings() {
        assert!(share("General in the Canadian Forces", "Swedish-Israeli IDF Lieutenant-Colonel, spokesperson"));
        assert!(share("novelist", "English poet"));
        assert!(!share("General in the Canadian Forces", "Guatemalan diplomat, lawyer"));
        assert!(!share("a woman of note", "a woman of note"));
    }
}
