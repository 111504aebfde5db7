//! An address as a QR code, drawn in half blocks: dark on light on every terminal, as cameras expect it.

use qrcode::{Color as Module, EcLevel, QrCode};
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};

use super::big::half;

/// Black on white by their numbers in the cube of 256, since themes change what the sixteen are, some even their order.
const STYLE: Style = Style::new().fg(Color::Indexed(16)).bg(Color::Indexed(231));
/// The light margin that the standard asks for, in modules, and the least that cameras make do with.
const MARGINS: std::ops::RangeInclusive<usize> = 2..=4;

/// The code with the widest margin that fits into so many columns and rows; none where it does not fit.
#[must_use]
pub fn lines(address: &str, width: usize, height: usize) -> Option<Vec<Line<'static>>> {
    let code = QrCode::with_error_correction_level(address, EcLevel::L).ok()?;
    let fits = |margin: &usize| {
        let side = code.width() + 2 * margin;
        side <= width && side.div_ceil(2) <= height
    };
    let margin = MARGINS.rev().find(fits)?;
    let (inner, side) = (code.width(), code.width() + 2 * margin);
    let dark = |x: usize, y: usize| {
        let inside = (margin..margin + inner).contains(&x) && (margin..margin + inner).contains(&y);
        inside && code[(x - margin, y - margin)] == Module::Dark
    };
    let line = |y: usize| {
        let signs: String = (0..side).map(|x| half(dark(x, y), dark(x, y + 1))).collect();
        Line::from(Span::styled(signs, STYLE))
    };
    Some((0..side).step_by(2).map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "http://192.168.178.120:4242/r/K7F4P4CDFHJK";

    /// The modules as drawn, dark ones true.
    fn modules(lines: &[Line<'_>]) -> Vec<Vec<bool>> {
        let row = |line: &Line<'_>, signs: [char; 2]| line.to_string().chars().map(|c| signs.contains(&c)).collect();
        lines.iter().flat_map(|line| [row(line, ['█', '▀']), row(line, ['█', '▄'])]).collect()
    }

    #[test]
    fn a_code_is_drawn_whole_with_the_margin_that_fits() {
        let code = QrCode::with_error_correction_level(ADDRESS, EcLevel::L).unwrap();
        for (height, margin) in [(30, 4), (18, 3), (17, 2)] {
            let lines = lines(ADDRESS, 80, height).unwrap();
            assert!(lines.len() <= height);
            let drawn = modules(&lines);
            let side = code.width() + 2 * margin;
            assert_eq!(drawn[0].len(), side);
            for (y, row) in drawn.iter().enumerate() {
                for (x, dark) in row.iter().enumerate() {
                    let inside = x >= margin && y >= margin && x < side - margin && y < side - margin;
                    assert_eq!(*dark, inside && code[(x - margin, y - margin)] == Module::Dark, "{x},{y}");
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_not_drawn() {
        assert_eq!(lines(ADDRESS, 80, 16), None);
        assert_eq!(lines(ADDRESS, 30, 30), None);
        assert_eq!(lines(&"x".repeat(9_000), 1_000, 1_000), None);
    }
}
