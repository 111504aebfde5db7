//! Which functions run from the start of the program to an answered question, in what order: `src/start.ld`, by which
//! the linker lays out the program (see `build.rs`). Needs valgrind.
//!
//! `cargo bench --bench order` tells how many of them the file names; `cargo bench --bench order -- write` makes it anew.

#[cfg(target_os = "linux")]
mod running;

#[cfg(target_os = "linux")]
fn main() -> running::Outcome<()> {
    order::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("order: found on Linux only, where the linker reads it");
}

#[cfg(target_os = "linux")]
mod order {
    use std::collections::BTreeSet;
    use std::fs;
    use std::io::Write;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};

    use crate::running::{Outcome, Running};

    /// Writes the file, or compares it with what runs.
    pub fn main() -> Outcome<()> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/start.ld");
        let home = tempfile::tempdir()?;
        let program = with_names()?;
        // What draws the first frame stands first, what a sitting needs beside it next.
        let mut order = Vec::new();
        for keys in [&[][..], &[("\r", "answer"), ("1\r", "rationales"), ("\r", "answer")]] {
            for name in run(&program, home.path(), keys)? {
                let name = pattern(&name);
                if !order.contains(&name) {
                    order.push(name);
                }
            }
        }
        if std::env::args().any(|word| word == "write") {
            fs::write(&file, script(&order))?;
            println!("{}: {} functions", file.display(), order.len());
        } else {
            let text = fs::read_to_string(&file)?;
            let named: BTreeSet<&str> =
                text.split(['(', ')']).filter_map(|word| word.strip_prefix(".text*.")).collect();
            let known = order.iter().filter(|name| named.contains(name.as_str())).count();
            println!("{known} of {} functions that run are named; `-- write` names them anew", order.len());
        }
        Ok(())
    }

    /// Builds the release program with the names of its functions left in.
    fn with_names() -> Outcome<PathBuf> {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let build = ["rustc", "--release", "--bin", "ibid", "--message-format=json", "--", "-C", "strip=none"];
        let built = Command::new(cargo).args(build).env("IBID_UNORDERED", "1").stderr(Stdio::inherit()).output()?;
        let artefacts = serde_json::Deserializer::from_slice(&built.stdout).into_iter::<serde_json::Value>();
        let path =
            artefacts.filter_map(Result::ok).find_map(|line| Some(PathBuf::from(line.get("executable")?.as_str()?)));
        Ok(path.ok_or("cargo did not build ibid")?)
    }

    /// The functions that run when these keys are pressed, each after the words before it were drawn.
    fn run(program: &Path, home: &Path, keys: &[(&str, &str)]) -> Outcome<Vec<String>> {
        let out = home.join("functions");
        let mut command = Command::new("valgrind");
        command.args(["--tool=callgrind", "--demangle=no"]).arg(format!("--callgrind-out-file={}", out.display()));
        command.arg(program);
        let mut running = Running::start(command, home)?;
        running.wait_for("keys")?;
        running.settle()?;
        for (press, drawn) in keys {
            running.input.write_all(press.as_bytes())?;
            running.wait_for(drawn)?;
            running.settle()?;
        }
        running.input.write_all(b"q")?;
        running.child.wait()?;
        Ok(named(&fs::read_to_string(out)?, program))
    }

    /// The functions of the program in what callgrind wrote: there, `ob` is the file that a function (`fn`) is from,
    /// `cob` and `cfn` are those that it calls, and each name is written out where it occurs first, after its number.
    fn named(text: &str, program: &Path) -> Vec<String> {
        let ours = text.lines().find_map(|line| {
            let (number, path) = line.split_once("ob=")?.1.split_once(' ')?;
            (Path::new(path) == program).then(|| number.to_owned())
        });
        let (mut names, mut object, mut called) = (Vec::new(), None, None);
        for line in text.lines() {
            let Some((kind, rest)) = line.split_once('=') else { continue };
            let (number, name) = rest.split_once(' ').unwrap_or((rest, ""));
            let from = match kind {
                "ob" => {
                    object = Some(number.to_owned());
                    continue;
                }
                "cob" => {
                    called = Some(number.to_owned());
                    continue;
                }
                "fn" => object.clone(),
                "cfn" => called.take().or_else(|| object.clone()),
                _ => continue,
            };
            // What has no name of its own is told by its address, or by words in brackets.
            if from == ours && !name.is_empty() && !name.starts_with("0x") && !name.starts_with('(') {
                // `'2` marks a call from within itself.
                names.push(name.split('\'').next().unwrap_or(name).to_owned());
            }
        }
        names
    }

    /// A function's name without what another compilation changes in it: the digest of a crate (`Cs…_`) and references
    /// back into the name (`B…_`), which count letters.
    fn pattern(name: &str) -> String {
        let name = name.split(".llvm.").next().unwrap_or(name);
        if name.starts_with("_R") {
            let mut pattern = String::new();
            let mut rest = name;
            while let Some(at) = rest.find(['C', 'B']) {
                let (before, from) = rest.split_at(at);
                let (mark, most) = if from.starts_with("Cs") { ("Cs", 14) } else { ("B", 4) };
                let changing = from.strip_prefix(mark).and_then(|from| from.find(|c: char| !c.is_ascii_alphanumeric()));
                let changing = changing.filter(|&end| end <= most && from[mark.len() + end..].starts_with('_'));
                let kept = changing.map_or(1, |end| mark.len() + end);
                pattern.push_str(before);
                pattern.push_str(if changing.is_some() { mark } else { &from[..1] });
                pattern.push_str(if changing.is_some() { "*" } else { "" });
                rest = &from[kept..];
            }
            return pattern + rest;
        }
        // C compilers add what they did to a function.
        let made = [".isra.", ".constprop.", ".part.", ".cold"].iter().filter_map(|word| name.find(word)).min();
        made.map_or_else(|| name.to_owned(), |end| format!("{}.*", &name[..end]))
    }

    /// The linker's file.
    fn script(order: &[String]) -> String {
        let mut text =
            String::from("/* Made by: cargo bench --bench order -- write */\nSECTIONS\n{\n  .text.start : {\n");
        for name in order {
            text.extend(["    *(.text*.", name, ")\n"]);
        }
        text + "  }\n}\nINSERT BEFORE .text;\n"
    }
}
