//! The functions of a program in an order that packs well: what is alike stands side by side.

use std::convert::Infallible;

use anyhow::{Context, Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef,
};

/// `wasm` with its own functions by length, and those of one length by their bytes. It does the same.
pub(super) fn sorted(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut sorter = Sorter::of(wasm).context("it is no whole WebAssembly")?;
    let mut module = Module::new();
    sorter
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|error| anyhow!("it cannot be written anew: {error}"))?;
    Ok(module.finish())
}

struct Sorter {
    /// How many functions are not the program's own: they keep their numbers, which come first.
    imported: usize,
    /// The places of its own functions as they were, in their new order.
    order: Vec<usize>,
    /// By the places as they were: the new ones.
    places: Vec<usize>,
}

impl Sorter {
    fn of(wasm: &[u8]) -> Result<Self> {
        let mut imported = 0;
        let mut bodies = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let is_function =
                            matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_));
                        imported += usize::from(is_function);
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
                _ => {}
            }
        }
        let mut order: Vec<usize> = (0..bodies.len()).collect();
        order.sort_by_key(|place| (bodies[*place].len(), bodies[*place]));
        let mut places = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            places[*old] = new;
        }
        Ok(Self {
            imported,
            order,
            places,
        })
    }
}

impl Reencode for Sorter {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        let Some(own) = (function as usize).checked_sub(self.imported) else {
            return Ok(function);
        };
        Ok((self.imported + self.places[own]) as u32)
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for place in &self.order {
            functions.function(types[*place]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies: Vec<FunctionBody<'_>> = section.into_iter().collect::<Result<_, _>>()?;
        for place in self.order.clone() {
            self.parse_function_body(code, bodies[place].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        ElementSection, Elements, EntityType, ExportKind, ExportSection, Function, ImportSection,
        RefType, StartSection, TableSection, TableType, TypeSection,
    };
    use wasmparser::{ElementItems, Operator};

    use super::*;

    /// A function that drops so many numbers and calls others.
    fn function(dropped: i32, called: &[u32]) -> Function {
        let mut function = Function::new([]);
        let mut code = function.instructions();
        for number in 0..dropped {
            code.i32_const(number).drop();
        }
        for other in called {
            code.call(*other);
        }
        code.end();
        function
    }

    /// A program of one function that is not its own and three that are: `long` (1), `short` (2) and `middle` (3). It
    /// starts with `long`, which calls all others; its table has `middle`, and `short` goes out.
    fn program() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("", "other", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        for _ in 0..3 {
            functions.function(0);
        }
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 1,
            maximum: None,
            shared: false,
        });
        let mut exports = ExportSection::new();
        exports.export("short", ExportKind::Func, 2);
        let mut elements = ElementSection::new();
        elements.active(
            None,
            &wasm_encoder::ConstExpr::i32_const(0),
            Elements::Functions([3][..].into()),
        );
        let mut code = CodeSection::new();
        code.function(&function(3, &[0, 2, 3]));
        code.function(&function(0, &[]));
        code.function(&function(1, &[1]));
        let mut module = Module::new();
        module
            .section(&types)
            .section(&imports)
            .section(&functions)
            .section(&tables)
            .section(&exports)
            .section(&StartSection { function_index: 1 })
            .section(&elements)
            .section(&code);
        module.finish()
    }

    /// What names functions in a program, and whom each of its own calls.
    #[derive(Debug, PartialEq)]
    struct Named {
        start: u32,
        exported: u32,
        in_table: Vec<u32>,
        calls: Vec<Vec<u32>>,
    }

    impl Named {
        fn of(wasm: &[u8]) -> Self {
            let mut named = Self {
                start: 0,
                exported: 0,
                in_table: Vec::new(),
                calls: Vec::new(),
            };
            for payload in Parser::new(0).parse_all(wasm) {
                match payload.unwrap() {
                    Payload::StartSection { func, .. } => named.start = func,
                    Payload::ExportSection(exports) => {
                        named.exported = exports.into_iter().next().unwrap().unwrap().index;
                    }
                    Payload::ElementSection(elements) => {
                        let ElementItems::Functions(functions) =
                            elements.into_iter().next().unwrap().unwrap().items
                        else {
                            panic!("functions");
                        };
                        named.in_table = functions.into_iter().map(Result::unwrap).collect();
                    }
                    Payload::CodeSectionEntry(body) => {
                        let called = body.get_operators_reader().unwrap().into_iter();
                        let called = called.filter_map(|operator| match operator.unwrap() {
                            Operator::Call { function_index } => Some(function_index),
                            _ => None,
                        });
                        named.calls.push(called.collect());
                    }
                    _ => {}
                }
            }
            named
        }
    }

    #[test]
    fn whoever_named_a_function_names_it_still() {
        let before = program();
        assert_eq!(
            Named::of(&before),
            Named {
                start: 1,
                exported: 2,
                in_table: vec![3],
                calls: vec![vec![0, 2, 3], vec![], vec![1]],
            }
        );
        let after = sorted(&before).unwrap();
        // `short` is 1 now, `middle` 2 and `long` 3.
        assert_eq!(
            Named::of(&after),
            Named {
                start: 3,
                exported: 1,
                in_table: vec![2],
                calls: vec![vec![], vec![3], vec![0, 1, 2]],
            }
        );
        assert_eq!(after.len(), before.len());
        assert_eq!(sorted(&after).unwrap(), after, "it stays as it is");
    }

    #[test]
    fn what_is_no_program_is_told() {
        let whole = program();
        for bad in [&b"<html>"[..], &whole[..whole.len() - 1]] {
            assert!(sorted(bad).is_err(), "{bad:?}");
        }
    }
}
