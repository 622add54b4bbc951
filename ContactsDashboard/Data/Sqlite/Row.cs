namespace ContactsDashboard.Data.Sqlite;

/// <summary>The row a statement is at, under the names of ADO.NET; until the next one.</summary>
internal readonly struct Row(RawStatement statement)
{
    public int FieldCount => statement.Columns;

    public bool IsDBNull(int column) => statement.IsNull(column);

    public long GetInt64(int column) => Filled(column).Long(column);

    public int GetInt32(int column) => checked((int)GetInt64(column));

    public bool GetBoolean(int column) => GetInt64(column) != 0;

    public double GetDouble(int column) => Filled(column).Double(column);

    public string GetString(int column) => Filled(column).Text(column)!;

    /// <summary>A number, a text, bytes, or <see cref="DBNull"/>.</summary>
    public object GetValue(int column) => statement.Value(column) ?? DBNull.Value;

    public string? TextOrNull(int column) => statement.Text(column);

    public DateTimeOffset Instant(int column) => new(GetInt64(column), TimeSpan.Zero);

    public DateTimeOffset? InstantOrNull(int column) => IsDBNull(column) ? null : Instant(column);

    private RawStatement Filled(int column) => !statement.IsNull(column) ? statement : throw new InvalidOperationException($"Column {column} is null.");
}
