//! Lays out the program for its start. The linker puts functions where it finds them, and those that run at every start
//! would be strewn over the whole program, which the system then loads nearly whole. `src/start.ld` names them, so that
//! they stand together; `cargo bench --bench order` makes it. A name that is not there any more does no harm.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/start.ld");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    // Linkers that someone chose may not read such a file.
    let chosen = env::var("CARGO_ENCODED_RUSTFLAGS").is_ok_and(|flags| flags.contains("link"));
    // Where it looks for what runs, the bench needs every function in its usual section, or valgrind has no names.
    println!("cargo::rerun-if-env-changed=IBID_UNORDERED");
    let unordered = env::var_os("IBID_UNORDERED").is_some();
    if !is("CARGO_CFG_TARGET_OS", "linux") || !is("PROFILE", "release") || chosen || unordered {
        return;
    }
    let folder = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    println!("cargo::rustc-link-arg-bins=-Wl,-T,{folder}/src/start.ld");
    if env::var("HOST") == env::var("TARGET") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        // At a place of its own choice the system would have to mend, at every start, half a megabyte of addresses in
        // tables that few starts read.
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
