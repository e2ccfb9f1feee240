internal import Traces

/// What a receipt's file may hold; checked before anything is allocated for it.
public enum ReceiptLimits {
    /// 65,536 prompts of the receipt's list fit, or 10,000 of one's own of 1,000 bytes.
    public static let byteCountMax = 32 << 20
    public static let promptCountMax = TraceLimits.promptCountMax
    public static let fileCountMax = TraceLimits.fileCountMax
    public static let weightFileByteCountMax = TraceLimits.weightFileByteCountMax
    /// Of a salt or a prompt of one's own.
    public static let promptByteCountMax = 1 << 20
    /// Of texts for people.
    public static let textByteCountMax = TraceLimits.textByteCountMax
    public static let nameByteCountMax = TraceLimits.nameByteCountMax
    /// Names of kernels or of the processor's features.
    public static let nameCountMax = 256
    public static let threadCountMax = 1 << 16
    /// Of a layer, a head, a width, …
    public static let sizeMax = TraceLimits.sizeMax
}
