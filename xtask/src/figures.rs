//! Figures about the code, to compare two checkouts: `cargo xtask figures [folder]`.
//!
//! They are counted in text, as `tidy` does it, so that an older checkout that no longer builds can be counted too.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use crate::tidy::source::{self, Source};
use crate::tidy::surface::{self, Block};

const LONG_FUNCTION: usize = 40;
const LONG_COMPONENT: usize = 70;
/// Of types and traits, how many are named.
const NAMED: usize = 5;
/// How SQL looks inside the documents of rows. A list that is bound as a parameter is none: `json_each(?1)`.
const INSIDE_DOCUMENTS: [&str; 4] = ["json_extract(", "json_each(body", "body, '$", "->>"];

/// Prints the figures of the checkout in `root`.
pub(crate) fn run(root: &Path) -> ExitCode {
    let sources = match source::read_all(root) {
        Ok(sources) => sources,
        Err(error) => {
            eprintln!("cannot read the sources of {}: {error}", root.display());
            return ExitCode::FAILURE;
        }
    };
    let shipped: Vec<&Source> = sources.iter().filter(|source| !source.is_test(1)).collect();
    let engine: Vec<&Source> =
        shipped.iter().copied().filter(|source| source.path.starts_with("engine/src/")).collect();

    let blocks: Vec<Block> = shipped.iter().flat_map(|source| surface::impls(source)).collect();
    let of_engine: Vec<Block> = engine.iter().flat_map(|source| surface::impls(source)).collect();
    print_top("methods per type, engine", &by_name(&of_engine));
    print_top("methods per type, all crates", &by_name(&blocks));
    let traits: Vec<Block> = shipped.iter().flat_map(|source| surface::traits(source)).collect();
    print_top("methods per trait", &by_name(&traits));

    let functions = |source: &&Source| {
        source.functions().into_iter().filter(|it| !source.is_test(it.line)).collect::<Vec<_>>()
    };
    let all: Vec<_> = shipped.iter().flat_map(functions).collect();
    let long = all.iter().filter(|function| function.line_count > LONG_FUNCTION).count();
    println!("functions of more than {LONG_FUNCTION} lines: {long} of {}", all.len());
    let with_tuples: usize = shipped.iter().map(|source| surface::tuple_parameters(source)).sum();
    println!("functions with a tuple parameter: {with_tuples}");
    println!(
        "components of more than {LONG_COMPONENT} lines (TSX): {}",
        long_components(&root.join("web/src"))
    );
    println!(
        "facts with a text for a kind (engine): {}",
        engine.iter().map(|source| surface::text_facts(source)).sum::<usize>()
    );
    println!(
        "literals with SQL (engine): {}",
        engine.iter().map(|source| surface::sql(source).len()).sum::<usize>()
    );
    let inside = |source: &&&Source| {
        INSIDE_DOCUMENTS.iter().map(|word| surface::literals(source).matches(word).count()).sum::<usize>()
    };
    println!(
        "looks inside documents (drivers): {}",
        shipped.iter().filter(|it| it.path.starts_with("edges/book/")).map(|it| inside(&it)).sum::<usize>()
    );
    ExitCode::SUCCESS
}

/// Methods and blocks by name, the largest first.
fn by_name(blocks: &[Block]) -> Vec<(String, usize, usize)> {
    let mut sums: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for block in blocks {
        let sum = sums.entry(&block.name).or_default();
        sum.0 += block.methods;
        sum.1 += 1;
    }
    let mut sorted: Vec<_> =
        sums.into_iter().map(|(name, (methods, blocks))| (name.to_owned(), methods, blocks)).collect();
    sorted.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    sorted
}

fn print_top(what: &str, sorted: &[(String, usize, usize)]) {
    let named = sorted.iter().take(NAMED).map(|(name, methods, blocks)| match blocks {
        1 => format!("{name} {methods}"),
        _ => format!("{name} {methods} in {blocks} blocks"),
    });
    println!("{what}: {}", named.collect::<Vec<_>>().join(", "));
}

/// Functions at the top level of TSX files, from their first line to the brace that closes them at the margin.
fn long_components(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let of_entry = |path: &Path| {
        if path.is_dir() {
            return long_components(path);
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !name.ends_with(".tsx") || name.ends_with(".test.tsx") {
            return 0;
        }
        std::fs::read_to_string(path).map_or(0, |text| long_in(&text))
    };
    entries.filter_map(Result::ok).map(|entry| of_entry(&entry.path())).sum()
}

fn long_in(text: &str) -> usize {
    let (mut began, mut long) = (None, 0);
    for (at, line) in text.lines().enumerate() {
        if line.starts_with("function ")
            || line.starts_with("export function ")
            || line.starts_with("export default function ")
        {
            began = Some(at);
        }
        if line.starts_with('}') && began.take().is_some_and(|began| at - began >= LONG_COMPONENT) {
            long += 1;
        }
    }
    long
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_counts_from_its_name_to_the_brace_at_the_margin() {
        let of = |lines: usize| format!("export function Page() {{\n{}}}\n", "  <p/>\n".repeat(lines - 2));
        assert_eq!(long_in(&of(70)), 0);
        assert_eq!(long_in(&of(71)), 1);
        assert_eq!(long_in(&format!("{}{}", of(71), of(90))), 2);
    }
}
