//! Which types contain themselves. A struct cannot hold itself by value, so such fields are boxed;
//! all others are not, which spares an allocation each.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::TypeName;

/// What each type holds by value.
pub type Edges<'a> = BTreeMap<&'a TypeName, Vec<&'a TypeName>>;

/// A number for each type; two types have the same one if each contains the other. (The strongly
/// connected components, found in Kosaraju's way, without recursion: the input decides the depth.)
pub fn components<'a>(edges: &Edges<'a>) -> BTreeMap<&'a TypeName, usize> {
    let mut backwards: Edges<'a> = BTreeMap::new();
    for (from, targets) in edges {
        for to in targets {
            backwards.entry(*to).or_default().push(*from);
        }
    }
    let mut components: BTreeMap<&TypeName, usize> = BTreeMap::new();
    for (number, root) in finishing_order(edges).into_iter().rev().enumerate() {
        let mut stack = vec![root];
        while let Some(name) = stack.pop() {
            if !components.contains_key(name) {
                components.insert(name, number);
                stack.extend(backwards.get(name).into_iter().flatten());
            }
        }
    }
    components
}

/// The types in the order in which a depth-first walk leaves them.
fn finishing_order<'a>(edges: &Edges<'a>) -> Vec<&'a TypeName> {
    let mut order = Vec::new();
    let mut entered: BTreeSet<&TypeName> = BTreeSet::new();
    for root in edges.keys().copied() {
        let mut stack = vec![(root, 0)];
        while let Some((name, next)) = stack.pop() {
            if next == 0 && !entered.insert(name) {
                continue;
            }
            match edges.get(name).and_then(|targets| targets.get(next)) {
                Some(target) => {
                    stack.push((name, next + 1));
                    if !entered.contains(target) {
                        stack.push((target, 0));
                    }
                }
                None => order.push(name),
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_cycles_share_a_component() {
        let names: Vec<TypeName> = ["a", "b", "c", "d"].map(TypeName::new).into();
        let [a, b, c, d] = [&names[0], &names[1], &names[2], &names[3]];
        let edges: Edges<'_> = [(a, vec![b]), (b, vec![c]), (c, vec![b, d]), (d, vec![d])].into();
        let components = components(&edges);
        assert_eq!(components[b], components[c]);
        assert_ne!(components[a], components[b]);
        assert_ne!(components[c], components[d]);
    }
}
