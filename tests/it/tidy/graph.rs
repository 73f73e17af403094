//! The import graph of the sources: which file uses an item that another file defines.
//!
//! An edge goes to the file that *defines* the item: re-exports are followed. `mod` lines and test code make no edge, nor
//! does importing a module without using an item of it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::Visit;

/// A path such as `["crate", "engine", "sla", "Clock"]`.
type Segments = Vec<String>;

/// What one file defines, imports and mentions, without its test code.
#[derive(Default)]
struct Module {
    items: BTreeSet<String>,
    /// Types by name, wherever in the file they are defined.
    types: Vec<String>,
    /// Name in this file → imported path.
    imports: BTreeMap<String, Segments>,
    globs: Vec<Segments>,
    /// Paths of two or more segments in the code.
    mentions: BTreeSet<Segments>,
}

/// All files of a crate with their imports.
pub struct Graph {
    modules: BTreeMap<String, Module>,
    /// Module path (`engine::sla`) → file.
    files: BTreeMap<String, String>,
}

impl Graph {
    /// Reads files given as (path below the root, source). A file that does not parse is an error naming it.
    pub fn new(sources: &[(String, String)]) -> Result<Graph, String> {
        let mut graph = Graph { modules: BTreeMap::new(), files: BTreeMap::new() };
        for (path, source) in sources {
            let file = syn::parse_file(source).map_err(|error| format!("{path}: {error}"))?;
            let module =
                if path.ends_with("/tests.rs") { Module::default() } else { Module::read(&without_tests(file)) };
            graph.modules.insert(path.clone(), module);
            if path != "src/main.rs" {
                graph.files.insert(module_path(path).join("::"), path.clone());
            }
        }
        Ok(graph)
    }

    /// File → the files whose items it uses, with the items' names.
    pub fn edges(&self) -> BTreeMap<&str, BTreeMap<&str, BTreeSet<String>>> {
        let mut edges: BTreeMap<&str, BTreeMap<&str, BTreeSet<String>>> = BTreeMap::new();
        for (path, module) in &self.modules {
            let from = edges.entry(path).or_default();
            let imported = module.imports.values().cloned();
            let mentioned = module.mentions.iter().filter_map(|mention| self.expand(path, mention));
            for segments in imported.chain(mentioned).chain(module.globs.iter().cloned()) {
                let Some(absolute) = self.absolute(path, &segments) else { continue };
                if let Some((file, item)) = self.resolve(&absolute, 0)
                    && let Some(item) = item
                    && file != path
                {
                    from.entry(file).or_default().insert(item);
                }
            }
        }
        edges
    }

    /// Groups of files that import each other, directly or around corners, largest first.
    pub fn cycles(&self) -> Vec<Vec<&str>> {
        let edges = self.edges();
        let reach: BTreeMap<&str, BTreeSet<&str>> = edges.keys().map(|file| (*file, reachable(file, &edges))).collect();
        let mut cycles: Vec<Vec<&str>> = Vec::new();
        for (file, reached) in &reach {
            if !reached.contains(file) || cycles.iter().any(|cycle| cycle.contains(file)) {
                continue;
            }
            cycles.push(reached.iter().copied().filter(|other| reach[other].contains(file)).collect());
        }
        cycles.sort_by_key(|cycle| std::cmp::Reverse(cycle.len()));
        cycles
    }

    /// Type names with every file that defines one of that name, for names defined more than once.
    pub fn duplicate_types(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut defined: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (path, module) in &self.modules {
            for name in &module.types {
                defined.entry(name).or_default().push(path);
            }
        }
        defined.retain(|_, files| files.len() > 1);
        defined
    }

    /// A mention whose first name is an import of the file, written out.
    fn expand(&self, path: &str, mention: &Segments) -> Option<Segments> {
        let first = mention[0].as_str();
        if matches!(first, "crate" | "self" | "super") {
            return Some(mention.clone());
        }
        if let Some(import) = self.modules[path].imports.get(first) {
            return Some(import.iter().chain(&mention[1..]).cloned().collect());
        }
        let child = [module_path(path), vec![first.to_owned()]].concat().join("::");
        self.files.contains_key(&child).then(|| mention.clone())
    }

    /// The path from the crate's root; `None` for another crate's.
    fn absolute(&self, path: &str, segments: &[String]) -> Option<Segments> {
        let mut base = module_path(path);
        let mut rest = segments;
        match rest[0].as_str() {
            "crate" => return Some(rest[1..].to_vec()),
            "shiftdesk" if path == "src/main.rs" => return Some(rest[1..].to_vec()),
            "self" | "super" => {
                while let Some(step) = rest.first().filter(|step| matches!(step.as_str(), "self" | "super")) {
                    if step == "super" {
                        base.pop();
                    }
                    rest = &rest[1..];
                }
            }
            child => {
                let child = [base.clone(), vec![child.to_owned()]].concat().join("::");
                self.files.get(&child)?;
            }
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    /// The file that a path from the root ends in and the item it defines; no item where the path is a module.
    fn resolve(&self, absolute: &[String], depth: usize) -> Option<(&str, Option<String>)> {
        let at = (0..=absolute.len()).rev().find(|at| self.files.contains_key(&absolute[..*at].join("::")))?;
        let file = self.files[&absolute[..at].join("::")].as_str();
        let Some(name) = absolute.get(at) else { return Some((file, None)) };
        let module = &self.modules[file];
        // Re-exports could in theory go round in circles.
        if module.items.contains(name) || depth > 8 {
            return Some((file, Some(name.clone())));
        }
        if let Some(target) = module.imports.get(name) {
            let target: Segments = target.iter().chain(&absolute[at + 1..]).cloned().collect();
            return self.resolve(&self.absolute(file, &target)?, depth + 1);
        }
        for glob in &module.globs {
            let Some(mut target) = self.absolute(file, glob) else { continue };
            target.push(name.clone());
            if let Some((found, Some(item))) = self.resolve(&target, depth + 1)
                && self.modules[found].items.contains(&item)
            {
                return Some((found, Some(item)));
            }
        }
        Some((file, Some(name.clone())))
    }
}

fn reachable<'a>(from: &str, edges: &BTreeMap<&'a str, BTreeMap<&'a str, BTreeSet<String>>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        for next in edges.get(file).into_iter().flat_map(|targets| targets.keys()) {
            if reached.insert(*next) {
                open.push(next);
            }
        }
    }
    reached
}

/// `src/engine/sla/mod.rs` → `["engine", "sla"]`.
fn module_path(path: &str) -> Segments {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut segments: Segments = inner.split('/').map(str::to_owned).collect();
    if matches!(segments.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        segments.pop();
    }
    segments
}

/// The file without what stands under `#[cfg(test)]`.
fn without_tests(mut file: syn::File) -> syn::File {
    file.items.retain(|item| {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Struct(item) => &item.attrs,
            _ => return true,
        };
        !attributes.iter().any(|attribute| {
            let text = attribute.to_token_stream().to_string().replace(' ', "");
            text == "#[cfg(test)]"
        })
    });
    file
}

impl Module {
    fn read(file: &syn::File) -> Module {
        let mut module = Module::default();
        module.visit_file(file);
        for item in &file.items {
            let name = match item {
                syn::Item::Struct(item) => &item.ident,
                syn::Item::Enum(item) => &item.ident,
                syn::Item::Union(item) => &item.ident,
                syn::Item::Trait(item) => &item.ident,
                syn::Item::Type(item) => &item.ident,
                syn::Item::Fn(item) => &item.sig.ident,
                syn::Item::Const(item) => &item.ident,
                syn::Item::Static(item) => &item.ident,
                syn::Item::Macro(syn::ItemMacro { ident: Some(ident), .. }) => ident,
                _ => continue,
            };
            module.items.insert(name.to_string());
        }
        module.scan(file.to_token_stream());
        module
    }

    /// Collects `a::b::C` from tokens, so that paths inside macro calls count too.
    fn scan(&mut self, tokens: TokenStream) {
        let mut path: Segments = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.mention(&mut path);
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' && !path.is_empty() && colons < 2 => colons += 1,
                TokenTree::Group(group) => {
                    self.mention(&mut path);
                    colons = 0;
                    self.scan(group.stream());
                }
                _ => {
                    self.mention(&mut path);
                    colons = 0;
                }
            }
        }
        self.mention(&mut path);
    }

    fn mention(&mut self, path: &mut Segments) {
        let path = std::mem::take(path);
        if path.len() > 1 {
            self.mentions.insert(path);
        }
    }

    fn import(&mut self, tree: &syn::UseTree, mut prefix: Segments) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.import(&path.tree, prefix);
            }
            syn::UseTree::Name(name) => {
                let name = name.ident.to_string();
                if name != "self" {
                    prefix.push(name);
                }
                if let Some(last) = prefix.last() {
                    self.imports.insert(last.clone(), prefix);
                }
            }
            syn::UseTree::Rename(rename) => {
                prefix.push(rename.ident.to_string());
                self.imports.insert(rename.rename.to_string(), prefix);
            }
            syn::UseTree::Glob(_) => self.globs.push(prefix),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, prefix.clone());
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Module {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, Vec::new());
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.types.push(item.ident.to_string());
        syn::visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.types.push(item.ident.to_string());
        syn::visit::visit_item_enum(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.types.push(item.ident.to_string());
        syn::visit::visit_item_trait(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.types.push(item.ident.to_string());
    }
}
