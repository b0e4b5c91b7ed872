//! Inclusion and consistency proofs (RFC 9162 sections 2.1.3 and 2.1.4), made and checked.
//!
//! A proof is made from the roots of complete subtrees, wherever they are kept; it is checked with nothing but the
//! two roots.

use super::tree::{Frontier, empty_root, node_hash};
use crate::evidence::format::digest::Digest;

/// The most hashes a proof can have: one for each level of a tree of less than 2⁶³ entries.
pub const LONGEST: usize = 63;

/// Returns the inclusion proof of entry `index` in the tree of `size` entries: the sibling of the entry first.
/// It is empty where `index` is not in the tree.
///
/// # Errors
///
/// Whatever `node` fails with; see [`Frontier::at`] for what it returns.
pub fn inclusion<E>(
    index: u64,
    size: u64,
    mut node: impl FnMut(u32, u64) -> Result<Digest, E>,
) -> Result<Vec<Digest>, E> {
    let mut path = Vec::new();
    if index >= size {
        return Ok(path);
    }
    let (mut begin, mut end) = (0, size);
    while end - begin > 1 {
        let middle = begin + split(end - begin);
        if index < middle {
            path.push(subtree(middle, end, &mut node)?);
            end = middle;
        } else {
            path.push(subtree(begin, middle, &mut node)?);
            begin = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// Returns the proof that the tree of `new` entries begins with the tree of `old` entries. It is empty where `old` is
/// nothing, all, or more than all of it.
///
/// # Errors
///
/// Whatever `node` fails with; see [`Frontier::at`] for what it returns.
pub fn consistency<E>(
    old: u64,
    new: u64,
    mut node: impl FnMut(u32, u64) -> Result<Digest, E>,
) -> Result<Vec<Digest>, E> {
    let mut path = Vec::new();
    if old == 0 || old >= new {
        return Ok(path);
    }
    let (mut begin, mut end, mut whole) = (0, new, true);
    while end != old {
        let middle = begin + split(end - begin);
        if old <= middle {
            path.push(subtree(middle, end, &mut node)?);
            end = middle;
        } else {
            path.push(subtree(begin, middle, &mut node)?);
            begin = middle;
            whole = false;
        }
    }
    if !whole {
        path.push(subtree(begin, end, &mut node)?);
    }
    path.reverse();
    Ok(path)
}

/// Returns the largest power of two below `size`, which is at least 2.
fn split(size: u64) -> u64 {
    1 << (u64::BITS - 1 - (size - 1).leading_zeros())
}

/// Returns the root over the entries `begin` to `end`, where `begin` is a multiple of the power of two above their number.
fn subtree<E>(
    begin: u64,
    end: u64,
    node: &mut impl FnMut(u32, u64) -> Result<Digest, E>,
) -> Result<Digest, E> {
    Frontier::at(end - begin, |level, index| node(level, (begin >> level) + index)).map(|edge| edge.root())
}

/// Returns whether the proof shows that the entry with this hash is number `index` of the tree of `size` entries with
/// this root.
#[must_use]
pub fn includes(path: &[Digest], index: u64, leaf: &Digest, size: u64, root: &Digest) -> bool {
    if index >= size {
        return false;
    }
    let (mut position, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if position & 1 == 1 || position == last {
            hash = node_hash(sibling, &hash);
            while position & 1 == 0 && position != 0 {
                position >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        position >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Returns whether the proof shows that the tree of `new` entries begins with the tree of `old` entries.
#[must_use]
pub fn extends(path: &[Digest], old: u64, old_root: &Digest, new: u64, new_root: &Digest) -> bool {
    if old > new {
        return false;
    }
    if old == new {
        let right = old != 0 || *old_root == empty_root();
        return path.is_empty() && old_root == new_root && right;
    }
    if old == 0 {
        return path.is_empty() && *old_root == empty_root();
    }
    // Where the old tree is one complete subtree, its root is the first hash of the proof and is left out of it.
    let (first, path) = match path.split_first() {
        _ if old.is_power_of_two() => (*old_root, path),
        Some((first, rest)) => (*first, rest),
        None => return false,
    };
    let (mut position, mut last) = (old - 1, new - 1);
    while position & 1 == 1 {
        position >>= 1;
        last >>= 1;
    }
    let (mut from_old, mut from_new) = (first, first);
    for hash in path {
        if last == 0 {
            return false;
        }
        if position & 1 == 1 || position == last {
            from_old = node_hash(hash, &from_old);
            from_new = node_hash(hash, &from_new);
            while position & 1 == 0 && position != 0 {
                position >>= 1;
                last >>= 1;
            }
        } else {
            from_new = node_hash(&from_new, hash);
        }
        position >>= 1;
        last >>= 1;
    }
    last == 0 && from_old == *old_root && from_new == *new_root
}
