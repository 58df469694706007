//! How wide types and traits are, and where SQL stands.
//!
//! A trait has at most 15 methods: a wider one is several, by noun. A type of the engine has at most 40, since use cases
//! are functions of their noun's module. SQL stands in the drivers of the book and nowhere else.

use super::Problem;
use super::source::{Source, body, is_name_sign};
use std::collections::BTreeMap;

const TRAIT_METHODS_MAX: usize = 15;
/// All blocks of a type together.
const ENGINE_TYPE_METHODS_MAX: usize = 40;
const ENGINE: &str = "engine/src/";
/// Where SQL may stand.
const DRIVERS: &[&str] = &["edges/book/", "bench/", "xtask/"];
/// What only SQL says.
const SQL: &[&str] = &["select ", "insert into ", "delete from ", "iif(", "coalesce(", " order by "];

/// An `impl` of a type's own methods, or a trait.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) name: String,
    /// Counted from one.
    pub(crate) line: usize,
    pub(crate) methods: usize,
}

pub(crate) fn check(sources: &[Source]) -> Vec<Problem> {
    let shipped: Vec<&Source> = sources.iter().filter(|source| !source.is_test(1)).collect();
    let by_file = shipped.iter().flat_map(|source| wide_traits(source).into_iter().chain(stray_sql(source)));
    by_file.chain(wide_types(&shipped)).collect()
}

/// Types of the engine with too many methods, each reported where its last block begins.
fn wide_types(shipped: &[&Source]) -> Vec<Problem> {
    let mut methods: BTreeMap<String, usize> = BTreeMap::new();
    let mut last = BTreeMap::new();
    for source in shipped.iter().filter(|source| source.path.starts_with(ENGINE)) {
        for block in impls(source) {
            *methods.entry(block.name.clone()).or_default() += block.methods;
            last.insert(block.name, (source.path.as_str(), block.line));
        }
    }

    let wide = methods.into_iter().filter(|(_, methods)| *methods > ENGINE_TYPE_METHODS_MAX);
    let problem = |(name, methods): (String, usize)| {
        let (path, line) = last[&name];
        let wrong = format!("the type `{name}` has {methods} methods of at most {ENGINE_TYPE_METHODS_MAX}");
        Problem::new(path, line, wrong, "make them functions of their noun's module")
    };
    wide.map(problem).collect()
}

fn wide_traits(source: &Source) -> Vec<Problem> {
    let wide = traits(source).into_iter().filter(|block| block.methods > TRAIT_METHODS_MAX);
    let problem = |block: Block| {
        let wrong = format!(
            "the trait `{}` has {} methods of at most {TRAIT_METHODS_MAX}",
            block.name, block.methods
        );
        Problem::new(&source.path, block.line, wrong, "split it by noun")
    };
    wide.map(problem).collect()
}

fn stray_sql(source: &Source) -> Vec<Problem> {
    if DRIVERS.iter().any(|folder| source.path.starts_with(folder)) {
        return Vec::new();
    }
    let lines = sql(source).into_iter().filter(|line| !source.is_test(*line));
    let remedy = "ask a port in engine/src/ports, and let a driver of the book answer";
    lines.map(|line| Problem::new(&source.path, line, "SQL may not stand here", remedy)).collect()
}

/// The blocks of methods that types have beside traits.
pub(crate) fn impls(source: &Source) -> Vec<Block> {
    blocks(source, "impl", |head| !head.contains(" for "))
}

pub(crate) fn traits(source: &Source) -> Vec<Block> {
    blocks(source, "trait", |_| true)
}

fn blocks(source: &Source, word: &str, wanted: fn(&str) -> bool) -> Vec<Block> {
    let code: Vec<char> = source.code.chars().collect();
    let mut found = Vec::new();
    let mut begin = 0;
    for (index, text) in source.code.lines().enumerate() {
        let at = begin;
        begin += text.chars().count() + 1;
        let head = text.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
        let Some(rest) = head.strip_prefix(word).filter(|rest| rest.starts_with([' ', '<'])) else {
            continue;
        };
        if source.is_test(index + 1) || !wanted(text) {
            continue;
        }
        let Some((open, close)) = body(&code, at) else { continue };
        let inside: String = code[open..close].iter().collect();
        found.push(Block { name: name_in(rest), line: index + 1, methods: methods_in(&inside) });
    }
    found
}

/// The first name after what generics stand before it.
fn name_in(rest: &str) -> String {
    let mut depth = 0_usize;
    let mut name = String::new();
    for sign in rest.chars() {
        match sign {
            '<' if name.is_empty() => depth += 1,
            '>' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            sign if is_name_sign(sign) => name.push(sign),
            _ if name.is_empty() => {}
            _ => break,
        }
    }
    name
}

/// Functions of the block itself, not those inside them.
fn methods_in(inside: &str) -> usize {
    inside
        .lines()
        .filter(|line| line.starts_with("    ") && !line.starts_with("     ") && line.contains("fn "))
        .count()
}

/// Functions that take a tuple apart in their parameters, or take one.
pub(crate) fn tuple_parameters(source: &Source) -> usize {
    let code: Vec<char> = source.code.chars().collect();
    let starts = source.code.match_indices("fn ").map(|(at, _)| source.code[..at].chars().count());
    starts.filter(|start| parameters(&code, *start).is_some_and(|text| has_tuple(&text))).count()
}

fn parameters(code: &[char], start: usize) -> Option<String> {
    let open = start + code[start..].iter().position(|sign| *sign == '(')?;
    if code[start..open].contains(&'\n') || code[start..open].contains(&'=') {
        return None;
    }
    let mut depth = 0_usize;
    for (index, sign) in code.iter().enumerate().skip(open) {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(code[open + 1..index].iter().collect());
        }
    }
    None
}

/// A pattern of several names, or a type of several types, at the top of a parameter.
fn has_tuple(parameters: &str) -> bool {
    let compact: String = parameters.split_whitespace().collect::<Vec<_>>().join(" ");
    let pattern = compact.starts_with('(') || compact.contains(", (");
    pattern && compact.contains("): (") || compact.contains("): &(")
}

/// Facts whose kind is a text.
pub(crate) fn text_facts(source: &Source) -> usize {
    let calls = source.text.match_indices("fact(").map(|(at, name)| at + name.len());
    calls.filter(|at| has_kind(&source.text[*at..])).count()
}

/// Whether the arguments that begin here hold a literal like `"link.created"`.
fn has_kind(text: &str) -> bool {
    let mut depth = 1_usize;
    let inside = text.chars().take_while(|sign| {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth > 0
    });
    let arguments: String = inside.collect();
    let is_kind = |literal: &str| {
        let sign = |sign: char| sign.is_ascii_lowercase() || matches!(sign, '.' | '_');
        literal.contains('.') && literal.chars().all(sign)
    };
    arguments.split('"').skip(1).step_by(2).any(is_kind)
}

/// Lines with SQL in a literal, counted from one.
pub(crate) fn sql(source: &Source) -> Vec<usize> {
    let literals = literals(source);
    let says = |line: &str| {
        SQL.iter().any(|word| line.contains(word))
            && (line.contains(" from ") || line.contains("iif(") || line.contains("coalesce("))
    };
    literals.lines().enumerate().filter(|(_, line)| says(line)).map(|(index, _)| index + 1).collect()
}

/// The text with everything but literals blanked, line for line.
pub(crate) fn literals(source: &Source) -> String {
    let signs = source.text.chars().zip(source.code.chars()).zip(source.comments.chars());
    let literal = |((text, code), comment): ((char, char), char)| match code == text || comment == text {
        true if text != '\n' => ' ',
        _ => text,
    };
    signs.map(literal).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new("engine/src/lib.rs", text)
    }

    #[test]
    fn methods_are_counted_by_type_and_trait() {
        let text = "impl<'a> Desk<'a> {\n    fn one() {\n        fn inner() {}\n    }\n\n    pub async fn two() {}\n}\n\n\
                    impl Clone for Desk<'_> {\n    fn clone(&self) {}\n}\n\npub trait Port: Send {\n    fn ask(&self);\n}\n";
        assert_eq!(impls(&source(text)), [Block { name: "Desk".to_owned(), line: 1, methods: 2 }]);
        assert_eq!(traits(&source(text)), [Block { name: "Port".to_owned(), line: 13, methods: 1 }]);
    }

    #[test]
    fn a_trait_of_sixteen_methods_is_found() {
        let of =
            |methods: usize| format!("pub trait Port {{\n{}}}\n", "    fn ask(&self);\n".repeat(methods));
        assert!(wide_traits(&source(&of(15))).is_empty());
        assert_eq!(wide_traits(&source(&of(16))).len(), 1);
    }

    #[test]
    fn a_type_of_the_engine_is_counted_over_its_blocks() {
        let of = |methods: usize| format!("impl Engine {{\n{}}}\n", "    fn ask(&self) {}\n".repeat(methods));
        let problems = |first: usize, path: &str| {
            check(&[source(&of(first)), Source::new(path, &of(20))])
                .into_iter()
                .map(|it| it.path)
                .collect::<Vec<_>>()
        };
        assert!(problems(20, "engine/src/links/create.rs").is_empty());
        assert_eq!(problems(21, "engine/src/links/create.rs"), ["engine/src/links/create.rs"]);
        assert!(problems(21, "edges/api/src/state.rs").is_empty());
    }

    #[test]
    fn sql_is_found_in_literals_only() {
        let text = "// select a from b\nlet sql = \"select id from links\";\nlet prose = \"Select a partner from the list\";\n";
        assert_eq!(sql(&source(text)), [2]);
        assert_eq!(check(&[source(text)]).len(), 1);
        assert!(check(&[Source::new("edges/book/sqlite/src/book/link.rs", text)]).is_empty());
    }

    #[test]
    fn tuple_parameters_are_counted() {
        let text = "fn one((scope, id): (Scope, Id)) {}\nfn two(at: (i64, i64)) {}\nfn three(a: u8) -> (u8, u8) {}\n";
        assert_eq!(tuple_parameters(&source(text)), 1);
    }

    #[test]
    fn a_fact_with_a_text_is_counted() {
        let text = "let a = self.fact(about, now, \"link.created\", body);\nlet b = self.fact(scope, now, Event::LinkCreated(body));\n";
        assert_eq!(text_facts(&source(text)), 1);
    }
}
