internal import Traces

/// The bounds of a receipt's file, checked before memory is allocated for it.
package enum ReceiptLimits {
    /// The largest file: 65,536 prompts of the receipt's list fit, or 10,000 other prompts of 1,000
    /// bytes.
    package static let byteCountMax = 32 << 20
    package static let promptCountMax = TraceLimits.promptCountMax
    package static let fileCountMax = TraceLimits.fileCountMax
    package static let weightFileByteCountMax = TraceLimits.weightFileByteCountMax
    /// The most bytes of a salt, or of a prompt that is not from the receipt's list.
    package static let promptByteCountMax = 1 << 20
    /// The most bytes of a text for people.
    package static let textByteCountMax = TraceLimits.textByteCountMax
    package static let nameByteCountMax = TraceLimits.nameByteCountMax
    /// The most names of kernels, or of the processor's features.
    package static let nameCountMax = 256
    package static let threadCountMax = 1 << 16
    /// The largest count of layers, heads, columns and the like.
    package static let sizeMax = TraceLimits.sizeMax
}
