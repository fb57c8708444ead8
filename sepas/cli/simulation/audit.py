def audit(*a,**k): return []
