/// The pattern that cuts a text into pieces.
enum PiecePattern: Sendable {
    case gpt2
    case qwen2
}

/// Pieces of a text one after the other, which together are the whole text.
protocol PieceCutter {
    init(_ text: [UInt8], _ range: Range<Int>)
    mutating func next() -> Range<Int>?
}
