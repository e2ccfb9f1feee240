/// A block's place in the best chain.
package struct ChainPlace: Sendable, Equatable {
    package let height: Int
    package let hash: String

    package init(height: Int, hash: String) {
        self.height = height
        self.hash = hash
    }
}
