/// How large the parts of a checkpoint may be. Checked before anything is allocated.
enum Limits {
    static let headerByteCountMax = 8 << 20
    static let listingByteCountMax = 32 << 20
    static let shardCountMax = 1024
    static let tensorCountMax = 65_536
    static let tensorNameByteCountMax = 512
    static let dimensionCountMax = 8
    static let configByteCountMax = 1 << 20
    static let manifestByteCountMax = 1 << 20
    static let pinnedFileCountMax = 256
    static let pinnedFileByteCountMax = 1 << 44
}
