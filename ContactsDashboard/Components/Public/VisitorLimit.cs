using System.Net;
using System.Net.Sockets;

namespace ContactsDashboard.Components.Public;

/// <summary>How much one place on the network may send to the public pages in a minute.</summary>
internal sealed class VisitorLimit(TimeProvider time)
{
    public int PerMinute { get; set; } = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _used = [];
    private long _minute;

    /// <summary>Takes one; false when none is left. Forgets everybody with each minute.</summary>
    public bool TryTake(IPAddress? address)
    {
        var (minute, place) = (time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute, PlaceOf(address));
        lock (_lock)
        {
            if (minute != _minute)
            {
                _minute = minute;
                _used.Clear();
            }
            return (_used[place] = _used.GetValueOrDefault(place) + 1) <= PerMinute;
        }
    }

    // Whoever has one IPv6 address has a whole network of them.
    private static string PlaceOf(IPAddress? address)
    {
        if (address is null)
            return "";
        var known = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return known.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(known.GetAddressBytes().AsSpan(0, 8)) : known.ToString();
    }
}
