//! The person's editor, given the terminal until it is closed.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::Command;

use thiserror::Error;

use super::lend;

/// Why there was no editing.
#[derive(Debug, Error)]
#[allow(missing_docs, reason = "the messages say what each one is")]
pub enum EditError {
    #[error("the editor is set to “{0}”, which has a quote that does not end; set VISUAL or EDITOR")]
    Quote(String),
    #[error("cannot start the editor “{editor}”: {source}; set VISUAL or EDITOR to another")]
    Start { editor: String, source: io::Error },
    #[error("the editor “{editor}” did not end well ({status}); the file is as it left it")]
    Failed { editor: String, status: std::process::ExitStatus },
    #[error("cannot return to the screen: {0}")]
    Return(#[source] io::Error),
}

/// Opens a file at a line in `$VISUAL`, `$EDITOR` or vi, and waits until it is closed. The next frame must be drawn
/// whole: give [`Event::Redraw`](crate::tui::event::Event::Redraw) to the loop.
///
/// # Errors
/// When the editor does not start or fails, or the terminal cannot be taken back.
pub fn edit(path: &Path, line: usize) -> Result<(), EditError> {
    let set = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    let (program, arguments) = command(&editor, path, line).ok_or_else(|| EditError::Quote(editor.clone()))?;
    let status = lend(|| Command::new(program).args(arguments).status()).map_err(EditError::Return)?;
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(EditError::Failed { editor, status }),
        Err(source) => Err(EditError::Start { editor, source }),
    }
}

/// The program and its arguments. Each editor has its own way to be told a line; one that is not known gets the file.
fn command(editor: &str, path: &Path, line: usize) -> Option<(String, Vec<OsString>)> {
    let mut words = shell_words(editor)?.into_iter();
    let program = words.next()?;
    let name = Path::new(&program).file_stem().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let mut arguments: Vec<OsString> = words.map(OsString::from).collect();
    match name.as_str() {
        "vi" | "vim" | "nvim" | "nano" | "emacs" | "emacsclient" | "hx" | "helix" | "kak" | "micro" => {
            arguments.push(format!("+{line}").into());
            arguments.push(path.into());
        }
        "code" | "codium" => {
            let mut place = OsString::from(path);
            place.push(format!(":{line}"));
            arguments.extend(["-g".into(), "-w".into(), place]);
        }
        _ => arguments.push(path.into()),
    }
    Some((program, arguments))
}

/// The words of a command as a shell reads them: quotes and backslashes, nothing else. None where a quote does not end.
fn shell_words(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            (_, Some(open)) if letter == open => quote = None,
            // On Windows a backslash is part of a path.
            ('\\', None | Some('"')) if !cfg!(windows) => {
                word.get_or_insert_default().push(letters.next().unwrap_or('\\'));
            }
            ('\'' | '"', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (_, None) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    (quote.is_none() && !words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(editor: &str) -> Option<String> {
        let (program, arguments) = command(editor, Path::new("a b.json"), 7)?;
        let rest = arguments.iter().map(|argument| format!("[{}]", argument.to_string_lossy()));
        Some(program + &rest.collect::<String>())
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        assert_eq!(call("vi").as_deref(), Some("vi[+7][a b.json]"));
        assert_eq!(call("/usr/bin/nvim -u NONE").as_deref(), Some("/usr/bin/nvim[-u][NONE][+7][a b.json]"));
        assert_eq!(call("code").as_deref(), Some("code[-g][-w][a b.json:7]"));
        assert_eq!(call("ed").as_deref(), Some("ed[a b.json]"));
    }

    #[cfg(unix)]
    #[test]
    fn the_editor_is_split_as_a_shell_does() {
        assert_eq!(
            call(r#""/opt/my editor/ed" -x 'a"b' c\ d"#).as_deref(),
            Some(r#"/opt/my editor/ed[-x][a"b][c d][a b.json]"#)
        );
        assert_eq!(shell_words("ed ''"), Some(vec!["ed".to_owned(), String::new()]));
    }

    #[test]
    fn what_cannot_be_split_is_refused() {
        assert_eq!(call("ed 'x"), None);
        assert_eq!(call("   "), None);
    }
}
