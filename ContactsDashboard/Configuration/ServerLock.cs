namespace ContactsDashboard.Configuration;

/// <summary>Held by the one server of a data directory, so that no two run its jobs. The operating system drops it with the process.</summary>
internal static class ServerLock
{
    public static FileStream Take(DataDirectory directory)
    {
        try
        {
            return new FileStream(Path.Combine(directory.Root, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StartupException($"Another server is using {directory.Root}. Stop it, or set Dashboard__DataDirectory to another folder.");
        }
    }
}
