"""`/api/tmf621/v4/`: cases in the shape of TM Forum's trouble tickets. Shaped like TMF621, not conformant with it."""
