//! What the members of an enumeration do: “the top 5 providers of …” provided it.

/// What is done, and with what.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Deed<'a> {
    pub base: &'static str,
    pub past: &'static str,
    /// What it is done with.
    pub of: &'a str,
}

#[rustfmt::skip] // a table is read by its rows
const DOERS: &[(&str, &str, &str)] = &[
    ("providers of ", "provide", "provided"), ("suppliers of ", "supply", "supplied"), ("givers of ", "give", "gave"),
    ("producers of ", "produce", "produced"), ("exporters of ", "export", "exported"), ("importers of ", "import", "imported"),
    ("consumers of ", "consume", "consumed"), ("buyers of ", "buy", "bought"), ("sellers of ", "sell", "sold"),
    ("users of ", "use", "used"), ("owners of ", "own", "owned"), ("holders of ", "hold", "held"),
    ("payers of ", "pay", "paid"), ("recipients of ", "receive", "received"), ("makers of ", "make", "made"),
];

impl<'a> Deed<'a> {
    /// What the lead of an enumeration says that its members do.
    pub(super) fn of(lead: &'a str) -> Option<Self> {
        DOERS.iter().find_map(|(doers, base, past)| {
            let of = lead.split_once(&format!(" {doers}"))?.1.trim();
            (!of.is_empty()).then_some(Self { base, past, of })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_do_what_they_are_called() {
        let deed = Deed::of("The top 5 providers of contributions to the budget").unwrap();
        assert_eq!((deed.base, deed.past, deed.of), ("provide", "provided", "contributions to the budget"));
        assert_eq!(Deed::of("The largest towns of the land"), None);
    }
}
