//! What a person is said to be, as it stands in a sentence: “a tennis player”, “head of the Military Division”.

use super::entry::is_calling;

/// The words of a text; those with hyphens are one.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let within = |c: char| c.is_alphanumeric() || c == '-' || c == '\'' || c == '’';
    text.split(move |c| !within(c)).filter(|word| !word.is_empty()).map(crate::text::fold)
}

/// Offices and parts that people have, beside callings.
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "adviser", "advisor", "ambassador", "captain", "chair", "chairman", "chairperson", "champion", "chancellor", "chief",
    "coach", "colonel", "consultant", "coordinator", "critic", "dean", "delegate", "editor", "envoy", "founder", "governor",
    "guitarist", "head", "leader", "lieutenant-colonel", "manager", "mayor", "medallist", "member", "negotiator", "notary", "official",
    "player", "president", "principal", "psychologist", "rector", "representative", "researcher", "secretary", "senator",
    "servant", "spokesperson", "spokesman", "statesman", "strategist", "veteran", "winner",
];

/// Those of which there is one at a time: no article stands before them.
#[rustfmt::skip]
const ONLY: &[&str] = &[
    "head", "chief", "president", "director", "governor", "minister", "secretary", "chairman", "chair", "chairperson",
    "chancellor", "leader", "king", "queen", "mayor", "editor", "dean", "rector", "bishop", "archbishop", "commander",
    "spokesperson", "spokesman", "captain", "principal", "manager",
];

/// What tells whether a man or a woman is meant, which a name mostly tells too.
#[rustfmt::skip]
const SEXED: &[&str] = &[
    "woman", "women", "female", "man", "men", "male", "actress", "queen", "king", "mother", "father", "wife", "husband",
    "daughter", "son", "sister", "brother", "businesswoman", "businessman", "princess", "prince", "lady", "her", "his", "she", "he",
];

/// What people did, as a part of an entry begins with it.
#[rustfmt::skip]
const DEEDS: &[&str] = &[
    "took", "led", "founded", "won", "wrote", "invented", "discovered", "designed", "built", "commanded", "created",
    "directed", "edited", "established", "introduced", "organised", "organized", "painted", "proposed", "published",
    "received", "ruled", "served", "signed", "composed", "coined", "negotiated", "became", "helped",
];

/// Whether a text begins with what somebody did.
fn is_deed(text: &str) -> bool {
    words(text).next().is_some_and(|word| DEEDS.contains(&word.as_str()))
}

/// What a text says of somebody: “is described as a tennis player”, “took the lead in …”.
pub(super) fn predicate(text: &str) -> String {
    if is_deed(text) { text.to_owned() } else { format!("is described as {}", complement(text)) }
}

/// Whether a text names what somebody is or did, and no more than that tells.
pub(super) fn is_role(text: &str) -> bool {
    let barred = ["and", "or", "as", "who", "which", "was", "is", "with", "where", "also", "later", "then"];
    let first = words(text).next().unwrap_or_default();
    let served = text.starts_with("served as the ");
    (is_deed(text) && (served || words(text).count() > 4)
        || words(text).any(|word| is_calling(&word) || ROLES.contains(&word.as_str()) || word.ends_with("-general")))
        && !barred.contains(&first.as_str())
        && (served || first != "served")
        && !lacks_article(text)
        && !words(text).any(|word| SEXED.contains(&word.as_str()))
}

/// What two must share so that one description may go for both: a calling or a part, or the work of diplomats, who head
/// one mission after another.
pub(super) fn may_be(text: &str, of: &str) -> bool {
    let known = |word: &String| is_calling(word) || ROLES.contains(&word.as_str());
    let all: Vec<String> = words(of).collect();
    let diplomat = |words: &[String]| words.iter().any(|word| word == "diplomat" || word == "ambassador");
    let own: Vec<String> = words(text).collect();
    let mission = own.iter().any(|word| {
        matches!(word.as_str(), "mission" | "missions" | "representative" | "envoy" | "ambassador" | "diplomat")
    });
    own.iter().filter(|word| known(word)).any(|word| all.contains(word)) || (mission && diplomat(&all))
}

/// Offices that people hold in their own country.
#[rustfmt::skip]
const AT_HOME: &[&str] = &[
    "chancellor", "commissioner", "governor", "judge", "justice", "king", "mayor", "minister", "premier", "president",
    "queen", "senator", "speaker",
];

/// Whether a description names the one land that somebody is of, or an office in it: where nobody else is of it, the
/// name tells who is meant.
pub(super) fn is_of_one_land(text: &str, nationality: &str) -> bool {
    let place = text
        .split_whitespace()
        .skip(1)
        .any(|word| word.starts_with(char::is_uppercase) && !ROLES.contains(&crate::text::fold(word).as_str()));
    let at_home = words(text).any(|word| AT_HOME.contains(&word.as_str()));
    (place && at_home) || text.contains(nationality)
}

/// “Chief of Staff to UN Secretary-General”: an office behind a preposition, without the article that it needs.
fn lacks_article(text: &str) -> bool {
    let all: Vec<&str> = text.split_whitespace().collect();
    all.iter().enumerate().any(|(n, word)| {
        let phrase = || all.iter().skip(n + 1).take_while(|word| !PREPOSITIONS.contains(word));
        let bare = phrase().next().is_some_and(|next| next.starts_with(char::is_uppercase));
        let last = phrase().last().map(|word| crate::text::fold(word)).unwrap_or_default();
        let office = ONLY.contains(&last.as_str()) || last.ends_with("-general");
        matches!(*word, "to" | "for" | "of" | "at") && bare && office
    })
}

/// Whether a word is an acronym that everybody does not know.
pub(super) fn is_acronym(word: &str) -> bool {
    const KNOWN: [&str; 8] = ["UN", "US", "USA", "UK", "EU", "USSR", "NATO", "BBC"];
    let numeral = word.chars().all(|c| "IVXLC".contains(c));
    word.len() > 1 && word.chars().all(char::is_uppercase) && !numeral && !KNOWN.contains(&word)
}

/// Whether a description can be understood and read: it has one “and” at most, and no acronym that nobody explains.
pub(super) fn is_clear(text: &str, explained: impl Fn(&str) -> bool) -> bool {
    let mut acronyms = text.split(|c: char| !c.is_alphanumeric()).filter(|word| is_acronym(word));
    words(text).filter(|word| word == "and").count() < 2 && acronyms.all(explained)
}

/// A role as it goes on behind “described as”, with its article.
fn complement(role: &str) -> String {
    let mut tokens = role.split_whitespace();
    let first = tokens.next().unwrap_or_default();
    let lower = first.to_lowercase();
    let rest = role.get(first.len()..).unwrap_or_default();
    if matches!(lower.as_str(), "the" | "a" | "an") {
        return format!("{lower}{rest}");
    }
    if matches!(
        lower.as_str(),
        "first" | "second" | "third" | "last" | "only" | "youngest" | "oldest" | "former" | "current"
    ) && lower != "former"
    {
        return format!("the {lower}{rest}");
    }
    let head = role.split_whitespace().take_while(|word| !PREPOSITIONS.contains(word)).last().map(crate::text::fold);
    let followed = role.split_whitespace().any(|word| PREPOSITIONS.contains(&word));
    let only = head.is_some_and(|head| {
        let last = head.rsplit('-').next().unwrap_or_default();
        ONLY.contains(&last) || head.ends_with("-general")
    });
    if only && followed {
        return role.to_owned();
    }
    format!("{} {role}", article(first))
}

const PREPOSITIONS: &[&str] = &["of", "to", "at", "in", "for", "on", "with"];

/// The article before a word, by its sound.
fn article(word: &str) -> &'static str {
    let lower = word.to_lowercase();
    let spelt = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let vowel = if spelt {
        word.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X'])
    } else {
        let silent = ["hour", "honest", "honour", "honor", "heir"].iter().any(|start| lower.starts_with(start));
        let glide = ["uni", "use", "usu", "eu", "one", "uk", "ut"].iter().any(|start| lower.starts_with(start));
        silent || (lower.starts_with(['a', 'e', 'i', 'o', 'u']) && !glide)
    };
    if vowel { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_has_the_article_that_it_needs() {
        for (role, said) in [
            ("tennis player", "a tennis player"),
            ("Indian tennis player", "an Indian tennis player"),
            ("General in the Canadian Forces", "a General in the Canadian Forces"),
            ("IDF Lieutenant-Colonel", "an IDF Lieutenant-Colonel"),
            ("UN adviser", "a UN adviser"),
            ("university professor", "a university professor"),
            ("head of the Military Division", "head of the Military Division"),
            ("Assistant-Secretary-General at the DPO", "Assistant-Secretary-General at the DPO"),
            ("Chief of Staff", "Chief of Staff"),
            ("first officer of the service", "the first officer of the service"),
            ("the first officer", "the first officer"),
        ] {
            assert_eq!(complement(role), said, "{role}");
        }
    }

    #[test]
    fn a_role_that_nobody_can_read_is_not_clear() {
        let explained = |word: &str| word == "DPO";
        for clear in ["head of a Division of the DPO", "UN adviser", "civil servant and World War II Major"] {
            assert!(is_clear(clear, explained), "{clear}");
        }
        for other in ["IDF Lieutenant-Colonel", "24-year IDF veteran", "civil servant and Major and author"] {
            assert!(!is_clear(other, explained), "{other}");
        }
    }

    #[test]
    fn a_role_names_what_somebody_is() {
        for role in [
            "tennis player",
            "Lieutenant Governor of Puducherry",
            "Head of the Mission in Haiti",
            "took the lead in organising it",
        ] {
            assert!(is_role(role), "{role}");
        }
        assert_eq!(predicate("took the lead in organising the force"), "took the lead in organising the force");
        assert_eq!(predicate("served as the first head of the mission"), "served as the first head of the mission");
        for other in [
            "took part",
            "served in the army of the north",
            "first woman officer",
            "known for long novels",
            "as the adviser",
        ] {
            assert!(!is_role(other), "{other}");
        }
        assert!(may_be("Dutch general", "General in the Canadian Forces"));
        assert!(!may_be("Dutch general", "Adviser to the Secretary-General"));
        assert!(may_be("Head of the Mission in Haiti", "Guatemalan diplomat"), "one heads many");
        assert!(
            is_role("Chief of Staff to the Secretary-General") && !is_role("Chief of Staff to UN Secretary-General")
        );
        assert!(is_of_one_land("Lieutenant Governor of Puducherry", "Indian"));
        assert!(is_of_one_land("officer of the Indian Police Service", "Indian"));
        assert!(!is_of_one_land("Force Commander for the Congo", "Dutch"));
    }
}
