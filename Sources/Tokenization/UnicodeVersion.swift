/// The version of Unicode's character database by which the tokenizer tells letters from digits and
/// spaces.
public enum UnicodeVersion {
    public static let text = UnicodeTables.version
}
