//! The Merkle tree over the entries (RFC 6962 section 2.1, RFC 9162 section 2.1): hashes, and the root of a growing
//! tree in memory that does not grow with it.

use crate::evidence::format::digest::Digest;

/// Returns the hash of an entry: SHA-256 over `0x00` and its bytes.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Digest {
    Digest::of_parts(&[&[0], entry])
}

/// Returns the hash of a node: SHA-256 over `0x01`, the left and the right child.
#[must_use]
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Digest::of_parts(&[&[1], left.bytes(), right.bytes()])
}

/// Returns the root of the tree without entries: SHA-256 over nothing.
#[must_use]
pub fn empty_root() -> Digest {
    Digest::of(&[])
}

/// The right edge of a tree: the roots of its complete subtrees, largest first. It is all that is needed to append.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Digest>,
}

impl Frontier {
    /// Returns the edge of the tree of `size` entries whose complete subtrees `node(level, index)` returns: the one
    /// over the entries `index << level` to `(index + 1) << level`.
    ///
    /// # Errors
    ///
    /// Whatever `node` fails with.
    pub fn at<E>(size: u64, mut node: impl FnMut(u32, u64) -> Result<Digest, E>) -> Result<Self, E> {
        let mut peaks = Vec::new();
        let mut begin = 0_u64;
        for level in (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1) {
            peaks.push(node(level, begin >> level)?);
            begin += 1 << level;
        }
        Ok(Self { size, peaks })
    }

    /// Returns the number of entries.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends one entry by its hash.
    pub fn push(&mut self, leaf: Digest) {
        self.push_subtree(0, leaf);
    }

    /// Appends a complete subtree of `1 << level` entries; the size must be a multiple of that.
    pub fn push_subtree(&mut self, level: u32, root: Digest) {
        let (mut hash, mut bit) = (root, 1_u64 << level);
        self.size += bit;
        let before = self.size - bit;
        while before & bit != 0 {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
            bit <<= 1;
        }
        self.peaks.push(hash);
    }

    /// Returns the root of the tree.
    #[must_use]
    pub fn root(&self) -> Digest {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return empty_root() };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }
}

/// Returns the root over the hashes of some entries.
#[must_use]
pub fn root_of(leaves: &[Digest]) -> Digest {
    let mut frontier = Frontier::default();
    for leaf in leaves {
        frontier.push(*leaf);
    }
    frontier.root()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roots_of_the_standard_vectors() {
        // Certificate Transparency's reference tree (RFC 6962 implementations share these eight entries).
        let entries: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let mut frontier = Frontier::default();
        assert_eq!(frontier.root(), empty_root());
        for (entry, root) in entries.iter().zip(roots) {
            frontier.push(leaf_hash(entry));
            assert_eq!(frontier.root().to_string(), root);
        }
    }

    #[test]
    fn an_edge_that_is_read_equals_one_that_grew() {
        let leaves: Vec<Digest> = (0_u32..70).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        for size in 0..leaves.len() {
            let read = Frontier::at(size as u64, |level, index| {
                let begin = usize::try_from(index << level).unwrap();
                Ok::<_, ()>(root_of(&leaves[begin..begin + (1 << level)]))
            })
            .unwrap();
            let mut grown = Frontier::default();
            leaves[..size].iter().for_each(|leaf| grown.push(*leaf));
            assert_eq!(read, grown);
        }
    }

    #[test]
    fn subtrees_count_as_their_entries() {
        let leaves: Vec<Digest> = (0_u32..24).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let mut frontier = Frontier::default();
        for eight in leaves.chunks(8) {
            frontier.push_subtree(3, root_of(eight));
        }
        assert_eq!((frontier.size(), frontier.root()), (24, root_of(&leaves)));
    }
}
