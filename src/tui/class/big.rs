//! Letters that are read from the back row: the signs of a room's code, and digits.

/// The rows of dots of a letter.
const TALL: usize = 6;

/// Letters as dots: those of the codes, and the other digits.
#[rustfmt::skip] // a letter is read by its columns
const LETTERS: &[(char, [&str; TALL])] = &[
    ('C', [".##.", "#..#", "#...", "#...", "#..#", ".##."]),
    ('D', ["###.", "#..#", "#..#", "#..#", "#..#", "###."]),
    ('F', ["####", "#...", "###.", "#...", "#...", "#..."]),
    ('H', ["#..#", "#..#", "####", "#..#", "#..#", "#..#"]),
    ('J', ["..##", "...#", "...#", "...#", "#..#", ".##."]),
    ('K', ["#..#", "#.#.", "##..", "##..", "#.#.", "#..#"]),
    ('M', ["#...#", "##.##", "#.#.#", "#.#.#", "#...#", "#...#"]),
    ('N', ["#...#", "##..#", "#.#.#", "#.#.#", "#..##", "#...#"]),
    ('P', ["###.", "#..#", "#..#", "###.", "#...", "#..."]),
    ('R', ["###.", "#..#", "#..#", "###.", "#.#.", "#..#"]),
    ('T', ["#####", "..#..", "..#..", "..#..", "..#..", "..#.."]),
    ('V', ["#...#", "#...#", "#...#", ".#.#.", ".#.#.", "..#.."]),
    ('W', ["#...#", "#...#", "#.#.#", "#.#.#", "##.##", "#...#"]),
    ('X', ["#...#", ".#.#.", "..#..", "..#..", ".#.#.", "#...#"]),
    ('0', [".##.", "#..#", "#..#", "#..#", "#..#", ".##."]),
    ('1', [".#.", "##.", ".#.", ".#.", ".#.", "###"]),
    ('2', [".##.", "#..#", "...#", "..#.", ".#..", "####"]),
    ('3', ["###.", "...#", ".##.", "...#", "...#", "###."]),
    ('4', ["#..#", "#..#", "#..#", "####", "...#", "...#"]),
    ('5', ["####", "#...", "###.", "...#", "#..#", ".##."]),
    ('6', [".##.", "#...", "###.", "#..#", "#..#", ".##."]),
    ('7', ["####", "...#", "..#.", "..#.", ".#..", ".#.."]),
    ('8', [".##.", "#..#", ".##.", "#..#", "#..#", ".##."]),
    ('9', [".##.", "#..#", "#..#", ".###", "...#", ".##."]),
    (' ', [".", ".", ".", ".", ".", "."]),
];

/// How large letters are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Two dots in a row of the screen: 3 rows.
    Large,
    /// A dot is two columns of a row: 6 rows.
    Huge,
}

/// Words in large letters, as rows; what there are no letters for is left out.
#[must_use]
pub fn rows(words: &str, size: Size) -> Vec<String> {
    let letters = words.chars().filter_map(|c| LETTERS.iter().find(|(letter, _)| *letter == c).map(|(_, dots)| dots));
    let mut lines = vec![String::new(); TALL];
    for (n, dots) in letters.enumerate() {
        for (line, dots) in lines.iter_mut().zip(dots) {
            if n > 0 {
                line.push('.');
            }
            line.push_str(dots);
        }
    }
    let dot = |line: &String, at: usize| line.as_bytes().get(at) == Some(&b'#');
    match size {
        Size::Huge => lines.iter().map(|line| line.replace('#', "██").replace('.', "  ")).collect(),
        Size::Large => {
            let pairs = lines.chunks_exact(2).filter_map(|pair| <&[String; 2]>::try_from(pair).ok());
            pairs.map(|[top, below]| (0..top.len()).map(|at| half(dot(top, at), dot(below, at))).collect()).collect()
        }
    }
}

/// Two dots above one another as one sign.
#[must_use]
pub const fn half(top: bool, below: bool) -> char {
    match (top, below) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::Code;

    #[test]
    fn every_code_and_number_has_its_letters() {
        for n in 0..200_u64 {
            let code = Code::of(crate::rng::Chance::new(n, "code").bytes()).to_string();
            assert!(code.chars().all(|sign| LETTERS.iter().any(|(letter, _)| *letter == sign)), "{code}");
        }
        assert!(('0'..='9').all(|digit| LETTERS.iter().any(|(letter, _)| *letter == digit)));
    }

    #[test]
    fn no_two_letters_look_alike() {
        for (n, (one, dots)) in LETTERS.iter().enumerate() {
            assert!(dots.iter().all(|row| row.len() == dots[0].len()), "{one}");
            assert!(LETTERS.iter().skip(n + 1).all(|(_, other)| other != dots), "{one}");
        }
    }

    #[test]
    fn letters_are_drawn_in_both_sizes() {
        assert_eq!(rows("47", Size::Large), ["█  █ ▀▀▀█", "█▄▄█   █ ", "   █  █  "].map(ToOwned::to_owned).to_vec());
        assert_eq!(rows("1?", Size::Huge)[1], "████  ");
        assert_eq!(rows("", Size::Large), ["", "", ""]);
    }
}
