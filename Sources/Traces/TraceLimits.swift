/// The limits of a trace's file, checked before anything is allocated for it.
public enum TraceLimits {
    /// 10,000 prompts of 200 tokens fit.
    public static let headerByteCountMax = 16 << 20
    /// The most bytes of a file that is read: the integers of the largest tensor, and the rest.
    public static let fileByteCountMax = 4 << 30
    public static let promptCountMax = 65_536
    public static let operationCountMax = 65_536
    /// Over all operations of a schedule; those of an engine's operation are two, and the rows read
    /// each layer.
    public static let inputCountMax = 262_144
    public static let tensorCountMax = 65_536
    public static let fileCountMax = 65_536
    public static let factCountMax = 256
    public static let dimensionCountMax = 8
    /// The most elements of a tensor, for as many tokens as the longest prompt has.
    public static let elementCountMax = 1 << 28
    /// The longest name of an operation, a parameter, an element type or a fact's key.
    public static let nameByteCountMax = 255
    /// The longest name of a file or a model, and the longest value of a fact: text for people.
    public static let textByteCountMax = 4096
    /// Layers, heads, widths, tokens of a vocabulary or a context.
    public static let sizeMax = Int(Int32.max)
    public static let weightFileByteCountMax = 1 << 60
}
