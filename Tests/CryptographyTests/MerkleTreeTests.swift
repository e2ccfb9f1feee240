import Cryptography
import Encodings
import Testing

@Suite("Merkle trees and signatures")
struct MerkleTreeTests {
    @Test("Roots are those of certificate transparency's reference trees")
    func roots() throws {
        let leaves = try [
            "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ].map { try #require(Hexadecimal.bytes(of: $0)) }
        for (count, root) in [
            (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
            (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
            (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
            (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
        ] {
            #expect(MerkleTree.root(Array(leaves.prefix(count))).text == root, "\(count) leaves")
        }
    }

    @Test("No list has another's root: none shorter, longer, doubled at its end or swapped")
    func different() {
        var roots: [String] = []
        for count in 0..<40 {
            let leaves = (0..<count).map { [UInt8($0)] }
            roots.append(MerkleTree.root(leaves).text)
            if let last = leaves.last, count > 1 {
                roots.append(MerkleTree.root(leaves + [last]).text)
                roots.append(MerkleTree.root(leaves.reversed()).text)
            }
        }
        #expect(Set(roots).count == roots.count)
        // A node's digests are no leaf.
        let pair = [Digests.sha256([0, 1]), Digests.sha256([0, 2])].flatMap(\.bytes)
        #expect(MerkleTree.root([[1], [2]]) != MerkleTree.root([pair]))
    }

    @Test("Leaves written one by one have the root of the definition, which splits the list in two")
    func definition() {
        func digest(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
            guard leaves.count > 1 else {
                return Digests.sha256([0] + leaves[leaves.startIndex]).bytes
            }
            var half = 1
            while 2 * half < leaves.count { half *= 2 }
            let middle = leaves.startIndex + half
            return Digests.sha256([1] + digest(leaves[..<middle]) + digest(leaves[middle...])).bytes
        }
        for count in 1..<70 {
            let leaves = (0..<count).map { [UInt8](repeating: UInt8($0), count: $0 * 37 % 130) }
            let root = MerkleTree.root(leafCount: count) { index, bytes in bytes += leaves[index] }
            #expect(root.bytes == digest(leaves[...]), "\(count) leaves")
            #expect(root == MerkleTree.root(leaves), "\(count) leaves")
        }
        #expect(MerkleTree.root(leafCount: 0) { _, _ in } == MerkleTree.root([]))
    }

    @Test("Signatures have the lower s, and hold for their digest and key alone")
    func signatures() throws {
        for number in 1...50 {
            var key = [UInt8](repeating: 0, count: 32)
            key[31] = UInt8(number)
            let digest = Digests.sha256([UInt8(number)])
            let signature = try #require(Secp256k1.sign(digest: digest, privateKey: key))
            let publicKey = try #require(Secp256k1PublicKey(privateKey: key))
            #expect(Secp256k1PublicKey.hasLowS(signature))
            #expect(publicKey.verifies(signature, digest: digest.bytes))
            #expect(!publicKey.verifies(signature, digest: Digests.sha256([0]).bytes))
            key[30] = 1
            let other = try #require(Secp256k1PublicKey(privateKey: key))
            #expect(!other.verifies(signature, digest: digest.bytes))
        }
        let zero = [UInt8](repeating: 0, count: 32)
        #expect(Secp256k1.sign(digest: Digests.sha256([1]), privateKey: zero) == nil)
    }
}
