internal import Traces

/// The bounds of a receipt's file, checked before memory is allocated for it.
public enum ReceiptLimits {
    /// The largest file: 65,536 prompts of the receipt's list fit, or 10,000 other prompts of 1,000
    /// bytes.
    public static let byteCountMax = 32 << 20
    public static let promptCountMax = TraceLimits.promptCountMax
    public static let fileCountMax = TraceLimits.fileCountMax
    public static let weightFileByteCountMax = TraceLimits.weightFileByteCountMax
    /// The most bytes of a salt, or of a prompt that is not from the receipt's list.
    public static let promptByteCountMax = 1 << 20
    /// The most bytes of a text for people.
    public static let textByteCountMax = TraceLimits.textByteCountMax
    public static let nameByteCountMax = TraceLimits.nameByteCountMax
    /// The most names of kernels, or of the processor's features.
    public static let nameCountMax = 256
    public static let threadCountMax = 1 << 16
    /// The largest count of layers, heads, columns and the like.
    public static let sizeMax = TraceLimits.sizeMax
}
