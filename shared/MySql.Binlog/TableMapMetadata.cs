using System.Text;

namespace MySql.Binlog;

/// <summary>
/// The optional fields behind a table map (MySQL 8.0.1 and MariaDB 10.5, binlog_row_metadata): type, packed length, value. They stand in
/// any
/// order, and unknown ones are skipped. Damage here costs names and charsets, never the reading of rows.
/// </summary>
internal static class TableMapMetadata
{
    private const int Signedness = 1, DefaultCharset = 2, ColumnCharsets = 3, ColumnNames = 4, PrimaryKey = 8, PrimaryKeyWithPrefix = 9;
    private const int EnumAndSetDefaultCharset = 10, EnumAndSetColumnCharsets = 11;

    /// <summary>Adds what the fields say to the columns.</summary>
    public static void Read(ref EventCursor cursor, TableColumn[] columns)
    {
        while (cursor.Remaining > 1)
        {
            var type = cursor.ReadByte("the type of a metadata field");
            var length = cursor.ReadPacked("the length of a metadata field");
            if (length > (ulong)cursor.Remaining)
                throw new BinlogFormatException(
                    cursor.Offset, $"a metadata field of {length} bytes in a table map with {cursor.Remaining} bytes left");
            var value = cursor.Take((int)length, "a metadata field");
            switch (type)
            {
                case Signedness:
                    ReadSignedness(value, columns);
                    break;
                case DefaultCharset or EnumAndSetDefaultCharset:
                    ReadDefaultCharset(value, columns, type == EnumAndSetDefaultCharset);
                    break;
                case ColumnCharsets or EnumAndSetColumnCharsets:
                    ReadCharsets(value, columns, type == EnumAndSetColumnCharsets);
                    break;
                case ColumnNames:
                    ReadNames(value, columns);
                    break;
                case PrimaryKey or PrimaryKeyWithPrefix:
                    ReadPrimaryKey(value, columns, type == PrimaryKeyWithPrefix);
                    break;
            }
        }
    }

    private static bool IsNumeric(ColumnType type) => type is ColumnType.TinyInt or ColumnType.SmallInt or ColumnType.MediumInt
        or ColumnType.Int or ColumnType.BigInt or ColumnType.Float or ColumnType.Double or ColumnType.Decimal;

    // MariaDB counts GEOMETRY among the columns that have a charset, MySQL does not: the number of charsets shows which.
    private static bool HasCharset(ColumnType type, bool enums, bool geometry) => enums
        ? type is ColumnType.Enum or ColumnType.Set
        : type is ColumnType.VarChar or ColumnType.VarString or ColumnType.Char or ColumnType.Blob or ColumnType.BlobCompressed
            or ColumnType.VarCharCompressed || (geometry && type == ColumnType.Geometry);

    private static void ReadSignedness(ReadOnlySpan<byte> value, TableColumn[] columns)
    {
        var bit = 0;
        for (var index = 0; index < columns.Length; index++)
        {
            if (!IsNumeric(columns[index].Type))
                continue;
            if (bit >= 8 * value.Length)
                return;
            columns[index] = columns[index] with { IsUnsigned = (value[bit >> 3] >> (7 - (bit & 7)) & 1) != 0 };
            bit++;
        }
    }

    private static void ReadCharsets(ReadOnlySpan<byte> value, TableColumn[] columns, bool enums)
    {
        var at = 0;
        var count = 0;
        while (PackedInteger.TryRead(value, ref at, out _))
            count++;
        var geometry = count != columns.Count(column => HasCharset(column.Type, enums, false));
        at = 0;
        for (var index = 0; index < columns.Length; index++)
        {
            if (HasCharset(columns[index].Type, enums, geometry) && PackedInteger.TryRead(value, ref at, out var collation))
                columns[index] = columns[index] with { Collation = (uint)collation };
        }
    }

    // The most frequent collation, then pairs of a column's place among those with a charset and its own.
    private static void ReadDefaultCharset(ReadOnlySpan<byte> value, TableColumn[] columns, bool enums)
    {
        var at = 0;
        if (!PackedInteger.TryRead(value, ref at, out var common))
            return;
        var place = 0UL;
        var exception = PackedInteger.TryRead(value, ref at, out var next);
        for (var index = 0; index < columns.Length; index++)
        {
            if (!HasCharset(columns[index].Type, enums, geometry: false))
                continue;
            var own = common;
            if (exception && place == next)
            {
                if (!PackedInteger.TryRead(value, ref at, out own))
                    return;
                exception = PackedInteger.TryRead(value, ref at, out next);
            }

            columns[index] = columns[index] with { Collation = (uint)own };
            place++;
        }
    }

    private static void ReadNames(ReadOnlySpan<byte> value, TableColumn[] columns)
    {
        var at = 0;
        for (var index = 0; index < columns.Length; index++)
        {
            if (!PackedInteger.TryRead(value, ref at, out var length) || length > (ulong)(value.Length - at))
                return;
            columns[index] = columns[index] with { Name = Encoding.UTF8.GetString(value.Slice(at, (int)length)) };
            at += (int)length;
        }
    }

    private static void ReadPrimaryKey(ReadOnlySpan<byte> value, TableColumn[] columns, bool withPrefix)
    {
        for (var index = 0; index < columns.Length; index++)
            columns[index] = columns[index] with { IsPrimaryKey = false };
        var at = 0;
        while (PackedInteger.TryRead(value, ref at, out var column) && column < (ulong)columns.Length)
        {
            columns[(int)column] = columns[(int)column] with { IsPrimaryKey = true };
            if (withPrefix && !PackedInteger.TryRead(value, ref at, out _))
                return;
        }
    }
}
